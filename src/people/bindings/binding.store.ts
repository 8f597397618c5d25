import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { Lookups, Reading, Transaction } from '../../database/transaction.js';
import type { Write } from '../../database/write-together.js';
import { KeyedHash } from '../../secrets/keyed-hash.js';
import { BindingEntity } from './binding.entity.js';
import type { Binding } from './binding.js';

const SUBJECT = 'user_subject';

const COLUMNS = `id, tenant_id AS "tenantId", user_id AS "userId", provider_id AS "providerId", provider_name AS "providerName",
  issuer, subject_hash AS "subjectHash", identity_settings AS "identitySettings", bound_at AS "boundAt",
  confirmation_asked_at AS "confirmationAskedAt"`;

/** Who somebody is at a provider. */
interface Identity {
  readonly issuer: string;
  readonly sub: string;
}

/** The rows of bindings. */
@Injectable()
export class BindingStore {
  constructor(private readonly keyedHash: KeyedHash) {}

  hashOf(reading: Lookups, tenantId: string, { issuer, sub }: Identity): Promise<Buffer> {
    return this.keyedHash.of(reading, tenantId, SUBJECT, JSON.stringify([issuer, sub]));
  }

  /** At whichever provider of the tenant: one identity is one user's. */
  async findByIdentity(reading: Lookups, tenantId: string, identity: Identity): Promise<Binding | null> {
    const hash = await this.hashOf(reading, tenantId, identity);
    const rows: Binding[] = await reading.query(
      `SELECT ${COLUMNS} FROM user_binding WHERE tenant_id = $1 AND issuer = $2 AND subject_hash = $3`,
      [tenantId, identity.issuer, hash],
    );
    return rows[0] ?? null;
  }

  find(reading: Reading, tenantId: string, id: string): Promise<Binding | null> {
    return reading.getRepository(BindingEntity).findOneBy({ tenantId, id });
  }

  /** Oldest first. */
  listOf(reading: Reading, tenantId: string, userIds: readonly string[]): Promise<Binding[]> {
    if (userIds.length === 0) return Promise.resolve([]);
    return reading
      .getRepository(BindingEntity)
      .find({ where: { tenantId, userId: In([...userIds]) }, order: { boundAt: 'ASC', id: 'ASC' } });
  }

  insertBinding(binding: Binding): Write {
    return {
      text: `INSERT INTO user_binding (id, tenant_id, user_id, provider_id, provider_name, issuer, subject_hash, identity_settings, bound_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      values: [
        binding.id,
        binding.tenantId,
        binding.userId,
        binding.providerId,
        binding.providerName,
        binding.issuer,
        binding.subjectHash,
        binding.identitySettings,
        binding.boundAt,
      ],
      rows: 1,
    };
  }

  async confirm(transaction: Transaction, { id, tenantId }: Binding, settings: string): Promise<void> {
    const changed = { identitySettings: settings, confirmationAskedAt: null };
    await transaction.getRepository(BindingEntity).update({ id, tenantId }, changed);
  }

  async noteAsked(transaction: Transaction, { id, tenantId }: Binding, now: Date): Promise<void> {
    await transaction.getRepository(BindingEntity).update({ id, tenantId }, { confirmationAskedAt: now });
  }

  async delete(transaction: Transaction, { id, tenantId }: Binding): Promise<void> {
    await transaction.getRepository(BindingEntity).delete({ id, tenantId });
  }
}
