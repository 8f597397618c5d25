import { Gauge, type Registry } from 'prom-client';
import type { ExpiringCredential } from '../credentials/upkeep/expiry-sources.js';
import type { DeploymentCertificate } from '../mutual-tls/deployment-certificates.js';

/** Adds when credentials in use expire. Labels are kinds and ids of what they are of, never values. */
export function measureCredentials(registry: Registry, expiries: () => readonly ExpiringCredential[]): void {
  new Gauge({
    name: 'countersign_credential_expiry_timestamp_seconds',
    help: 'When a credential in use expires, in seconds since 1970; only where it is known and within 400 days.',
    labelNames: ['tenant', 'owner_kind', 'owner', 'purpose'],
    registers: [registry],
    collect() {
      this.reset();
      for (const { tenantId, owner, purpose, expiresAt } of expiries()) {
        this.set({ tenant: tenantId, owner_kind: owner.kind, owner: owner.id, purpose }, expiresAt.getTime() / 1000);
      }
    },
  });
}

/** Adds when the certificates of the deployment's own files end. */
export function measureDeploymentCertificates(
  registry: Registry,
  certificates: () => readonly DeploymentCertificate[],
): void {
  new Gauge({
    name: 'countersign_tls_certificate_expiry_timestamp_seconds',
    help: 'When a certificate of TLS_CERT_FILE or TLS_CLIENT_CA_FILE ends, in seconds since 1970.',
    labelNames: ['setting', 'part'],
    registers: [registry],
    collect() {
      this.reset();
      for (const { setting, part, expiresAt } of certificates())
        this.set({ setting, part: part ?? '' }, expiresAt.getTime() / 1000);
    },
  });
}
