import { Gauge, type Registry } from 'prom-client';
import type { ExpiringCredential } from '../providers/stores/credential-upkeep.store.js';

/** Adds when credentials in use expire. Labels are ids and names of providers, never values. */
export function measureCredentials(registry: Registry, expiries: () => readonly ExpiringCredential[]): void {
  new Gauge({
    name: 'countersign_credential_expiry_timestamp_seconds',
    help: 'When a credential in use expires, in seconds since 1970; only where it is known and within 400 days.',
    labelNames: ['tenant', 'provider', 'purpose'],
    registers: [registry],
    collect() {
      this.reset();
      for (const { tenantId, providerId, purpose, expiresAt } of expiries()) {
        this.set({ tenant: tenantId, provider: providerId, purpose }, expiresAt.getTime() / 1000);
      }
    },
  });
}
