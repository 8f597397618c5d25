import type { Reading } from '../../database/transaction.js';

/** Tells who presents a certificate, so that it is not taken from under them. */
export abstract class CertificateUses {
  /** In words, e.g. `the external authentication of https://hooks.partner.example/`; empty when nobody does. */
  abstract usesOf(reading: Reading, tenantId: string, name: string): Promise<readonly string[]>;
}
