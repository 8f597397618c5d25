import { Injectable } from '@nestjs/common';
import { IsNull, LessThan } from 'typeorm';
import { z } from 'zod';
import type { Lookups, Reading, Transaction } from '../../database/transaction.js';
import type { SealedColumn } from '../../secrets/sealed-column.js';
import { type SealContext, Sealing } from '../../secrets/sealing.js';
import { SecondFactorEntity } from './second-factor.entity.js';
import type { SecondFactor } from './second-factor.js';

const contextOf = (tenantId: string, row: string): SealContext => ({
  tenantId,
  table: 'second_factor',
  row,
  purpose: 'secret',
});

export const sealedSecondFactors: readonly SealedColumn[] = [
  { table: 'second_factor', column: 'sealed', rowColumn: 'id', purpose: 'secret' },
];

const totpSchema = z.object({ secret: z.string() });
const passkeySchema = z.union([
  z.object({ credentialId: z.string(), publicKey: z.string(), transports: z.array(z.string()) }),
  z.object({ challenge: z.string() }),
]);

/** The rows of second factors and recovery codes. Secrets are sealed; codes are hashes. */
@Injectable()
export class SecondFactorStore {
  constructor(private readonly sealing: Sealing) {}

  async insert(transaction: Transaction, factor: SecondFactor): Promise<void> {
    const { secret, ...columns } = factor;
    const sealed = this.seal(factor);
    await transaction.getRepository(SecondFactorEntity).insert({ ...columns, sealed });
  }

  /** All of a user's, those too that were begun only, oldest first. */
  async list(reading: Reading, tenantId: string, userId: string): Promise<readonly SecondFactor[]> {
    const rows = await reading
      .getRepository(SecondFactorEntity)
      .find({ where: { tenantId, userId }, order: { createdAt: 'ASC', id: 'ASC' } });
    return rows.map((row) => this.opened(row));
  }

  /** Those that count, and nobody else uses or changes them until the transaction ends. */
  async lockConfirmed(transaction: Transaction, tenantId: string, userId: string): Promise<readonly SecondFactor[]> {
    const rows = await transaction
      .getRepository(SecondFactorEntity)
      .find({ where: { tenantId, userId }, order: { id: 'ASC' }, lock: { mode: 'pessimistic_write' } });
    return rows.filter(({ confirmedAt }) => confirmedAt !== null).map((row) => this.opened(row));
  }

  async lock(transaction: Transaction, tenantId: string, userId: string, id: string): Promise<SecondFactor | null> {
    const row = await transaction
      .getRepository(SecondFactorEntity)
      .findOne({ where: { tenantId, userId, id }, lock: { mode: 'pessimistic_write' } });
    return row === null ? null : this.opened(row);
  }

  /** Whether a user has one that counts. */
  async hasConfirmed(reading: Lookups, tenantId: string, userId: string): Promise<boolean> {
    const rows: unknown[] = await reading.query(
      'SELECT 1 FROM second_factor WHERE tenant_id = $1 AND user_id = $2 AND confirmed_at IS NOT NULL LIMIT 1',
      [tenantId, userId],
    );
    return rows.length > 0;
  }

  async update(transaction: Transaction, factor: SecondFactor): Promise<void> {
    const { id, tenantId, confirmedAt, lastUsedAt, lastCount } = factor;
    await transaction
      .getRepository(SecondFactorEntity)
      .update({ id, tenantId }, { confirmedAt, lastUsedAt, lastCount, sealed: this.seal(factor) });
  }

  /** @returns whether there was one */
  async delete(transaction: Transaction, tenantId: string, userId: string, id: string): Promise<boolean> {
    const { affected } = await transaction.getRepository(SecondFactorEntity).delete({ id, tenantId, userId });
    return affected === 1;
  }

  /** Those that were begun and not confirmed in time. */
  async deleteUnconfirmed(transaction: Transaction, before: Date): Promise<void> {
    await transaction.getRepository(SecondFactorEntity).delete({ confirmedAt: IsNull(), createdAt: LessThan(before) });
  }

  async deleteAll(transaction: Transaction, tenantId: string, userId: string): Promise<void> {
    await transaction.getRepository(SecondFactorEntity).delete({ tenantId, userId });
    await transaction.query('DELETE FROM recovery_code WHERE tenant_id = $1 AND user_id = $2', [tenantId, userId]);
  }

  /** New recovery codes in the place of all earlier ones. */
  async replaceRecoveryCodes(
    transaction: Transaction,
    tenantId: string,
    userId: string,
    hashes: readonly Buffer[],
  ): Promise<void> {
    await transaction.query('DELETE FROM recovery_code WHERE tenant_id = $1 AND user_id = $2', [tenantId, userId]);
    await transaction.query(
      'INSERT INTO recovery_code (tenant_id, user_id, hash) SELECT $1, $2, hash FROM unnest($3::bytea[]) AS new (hash)',
      [tenantId, userId, hashes],
    );
  }

  /** Uses a recovery code up. @returns whether it was one that had not been used */
  async useRecoveryCode(transaction: Transaction, tenantId: string, userId: string, hash: Buffer): Promise<boolean> {
    const [, used]: [unknown, number] = await transaction.query(
      'DELETE FROM recovery_code WHERE tenant_id = $1 AND user_id = $2 AND hash = $3',
      [tenantId, userId, hash],
    );
    return used === 1;
  }

  async recoveryCodesLeft(reading: Lookups, tenantId: string, userId: string): Promise<number> {
    const rows: { left: number }[] = await reading.query(
      'SELECT count(*)::int AS left FROM recovery_code WHERE tenant_id = $1 AND user_id = $2',
      [tenantId, userId],
    );
    return rows[0]?.left ?? 0;
  }

  private seal({ secret, tenantId, id }: SecondFactor): Buffer {
    return this.sealing.seal(JSON.stringify(secret), contextOf(tenantId, id));
  }

  private opened({ sealed, ...row }: SecondFactorEntity): SecondFactor {
    const secret: unknown = JSON.parse(this.sealing.open(sealed, contextOf(row.tenantId, row.id)).toString('utf8'));
    return row.kind === 'totp'
      ? { ...row, kind: 'totp', secret: totpSchema.parse(secret) }
      : { ...row, kind: 'passkey', secret: passkeySchema.parse(secret) };
  }
}
