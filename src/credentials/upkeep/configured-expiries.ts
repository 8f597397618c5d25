import type { OnModuleInit } from '@nestjs/common';
import type { Reading, Transaction } from '../../database/transaction.js';
import type { ExpiringCredential, ExpiringKind, ExpirySource, ExpirySources } from './expiry-sources.js';
import type { ConfiguredCertificate, ExpiryWarningStore } from './expiry-warning.store.js';

/** Certificates that stand in configurations of one kind, which have no rows of their own: what was warned of is remembered for them. */
export abstract class ConfiguredExpiries implements ExpirySource, OnModuleInit {
  abstract readonly kind: ExpiringKind;

  /** @param ownerKind of the owners of all of them */
  protected constructor(
    private readonly sources: ExpirySources,
    private readonly warnings: ExpiryWarningStore,
    private readonly ownerKind: string,
  ) {}

  /**
   * Those in use, whenever they expire; of several that take each other's place the one that decides.
   * @param tenantId null: of all tenants
   */
  protected abstract inUse(reading: Reading, tenantId: string | null): Promise<readonly ConfiguredCertificate[]>;

  onModuleInit(): void {
    this.sources.register(this);
  }

  async listExpiring(reading: Reading, before: Date, tenantId: string | null): Promise<readonly ExpiringCredential[]> {
    const expiring = (await this.inUse(reading, tenantId)).filter(({ expiresAt }) => expiresAt <= before);
    return this.warnings.withWarnings(reading, this.ownerKind, expiring);
  }

  claimWarning(transaction: Transaction, credential: ExpiringCredential, days: number): Promise<boolean> {
    return this.warnings.claim(transaction, credential, days);
  }
}
