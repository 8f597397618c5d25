import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Lookups, Transaction } from '../../database/transaction.js';
import { type SealContext, Sealing } from '../../secrets/sealing.js';
import type { ExternalAuthentication, PublicKey, SealedSecret } from './external-authentication.js';
import type { Slot } from './secrets-plan.js';

interface SecretRow {
  readonly id: string;
  readonly external_authentication_id: string;
  readonly slot: string;
  readonly sealed: Buffer;
  readonly public_jwk: PublicKey | null;
  readonly generated: boolean;
  readonly set_at: Date;
}

/** A secret that is to be stored, in clear. */
export interface NewSecret {
  readonly slot: Slot;
  readonly value: string;
  readonly publicJwk: PublicKey | null;
  readonly generated: boolean;
  readonly setAt: Date;
}

const context = (tenantId: string, row: string): SealContext => ({
  tenantId,
  table: 'external_authentication_secret',
  row,
  purpose: 'value',
});

const secretOf = (row: SecretRow): SealedSecret => ({
  id: row.id,
  slot: row.slot,
  sealed: row.sealed,
  publicJwk: row.public_jwk,
  generated: row.generated,
  setAt: row.set_at,
});

/** The rows of secrets: one per place in the configuration. What is replaced is gone. */
@Injectable()
export class ExternalSecretStore {
  constructor(private readonly sealing: Sealing) {}

  async put(
    transaction: Transaction,
    { id: owner, tenantId }: ExternalAuthentication,
    secret: NewSecret,
  ): Promise<void> {
    await transaction.query(
      'DELETE FROM external_authentication_secret WHERE tenant_id = $1 AND external_authentication_id = $2 AND slot = $3',
      [tenantId, owner, secret.slot],
    );
    const id = randomUUID();
    await transaction.query(
      `INSERT INTO external_authentication_secret (id, tenant_id, external_authentication_id, slot, sealed, public_jwk, generated, set_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        id,
        tenantId,
        owner,
        secret.slot,
        this.sealing.seal(secret.value, context(tenantId, id)),
        secret.publicJwk === null ? null : JSON.stringify(secret.publicJwk),
        secret.generated,
        secret.setAt,
      ],
    );
  }

  /** Destroys every secret but those of some slots. @returns how many */
  async keepOnly(
    transaction: Transaction,
    { id, tenantId }: ExternalAuthentication,
    slots: readonly Slot[],
  ): Promise<number> {
    const [, count]: [unknown, number] = await transaction.query(
      `DELETE FROM external_authentication_secret
        WHERE tenant_id = $1 AND external_authentication_id = $2 AND slot <> ALL ($3::text[])`,
      [tenantId, id, slots],
    );
    return count;
  }

  async listOf(
    reading: Lookups,
    tenantId: string,
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, readonly SealedSecret[]>> {
    const rows: SecretRow[] = await reading.query(
      `SELECT * FROM external_authentication_secret WHERE tenant_id = $1 AND external_authentication_id = ANY($2::uuid[])
        ORDER BY slot`,
      [tenantId, ids],
    );
    const found = new Map<string, SealedSecret[]>(ids.map((id) => [id, []]));
    for (const row of rows) found.get(row.external_authentication_id)?.push(secretOf(row));
    return found;
  }

  open(tenantId: string, { id, sealed }: SealedSecret): string {
    return this.sealing.open(sealed, context(tenantId, id)).toString('utf8');
  }
}
