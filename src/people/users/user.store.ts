import { Injectable } from '@nestjs/common';
import type { ProfileChange } from '../../access/accounts.js';
import type { Permission } from '../../access/permission.js';
import { violatesUnique } from '../../database/sql-state.js';
import type { Lookups, Reading, Transaction } from '../../database/transaction.js';
import type { Write } from '../../database/write-together.js';
import { type ListQuery, type Page, PagedList, timeAndIdKey } from '../../http/list.js';
import type { DataKey } from '../../secrets/data-key.js';
import { DataKeys } from '../../secrets/data-keys.js';
import { KeyedHash } from '../../secrets/keyed-hash.js';
import { SealBrokenError } from '../../secrets/sealing.js';
import { builtInRoles } from '../roles/built-in-roles.js';
import { UserEntity } from './user.entity.js';
import type { User } from './user.js';
import { addressTaken, PRESENT_USERS, STATUS, sealPersonal, type UserRow, userOf } from './user.row.js';

const listed = new PagedList('users', timeAndIdKey);

const EMAIL = 'user_email';

/** What an administrator or the person themselves has changed. */
type UserChange = Partial<Pick<User, 'language' | 'roles' | 'providerId' | 'lockedAt' | 'activatedAt'>> & {
  readonly status?: 'invited' | 'active';
};

/** Filters of a list. */
interface UserFilter {
  readonly status?: User['status'] | undefined;
  readonly role?: string | undefined;
  /** In normal form. */
  readonly email?: string | undefined;
}

/** E-mail and display name as they are stored, and the language. */
interface StoredProfile {
  readonly personal: Buffer;
  readonly language: User['language'];
}

/** The rows of users. Those who were deleted are never found. */
@Injectable()
export class UserStore {
  constructor(
    private readonly dataKeys: DataKeys,
    private readonly keyedHash: KeyedHash,
  ) {}

  /**
   * Letter case does not count: people do not type their address twice alike, and no host that they have one at tells the two apart.
   * @param email in normal form
   */
  hashOf(reading: Lookups, tenantId: string, email: string): Promise<Buffer> {
    return this.keyedHash.of(reading, tenantId, EMAIL, email.toLowerCase());
  }

  /** Under which an address is stored; letter case counted in rows of before. */
  private async hashesOf(reading: Lookups, tenantId: string, email: string): Promise<readonly Buffer[]> {
    return [await this.hashOf(reading, tenantId, email), await this.keyedHash.of(reading, tenantId, EMAIL, email)];
  }

  /** @throws CountersignError `request.conflict` when the address is another's */
  async insert(transaction: Transaction, user: User, dataKey: DataKey): Promise<void> {
    const { id, tenantId } = user;
    if ((await this.findByEmail(transaction, tenantId, user.email)) !== null) throw addressTaken();
    try {
      await transaction.getRepository(UserEntity).insert({
        id,
        tenantId,
        status: user.status === 'active' ? 'active' : 'invited',
        lockedAt: user.lockedAt,
        emailHash: await this.hashOf(transaction, tenantId, user.email),
        dataKeyId: dataKey.id,
        personal: sealPersonal(dataKey, tenantId, id, user),
        language: user.language,
        roles: user.roles,
        providerId: user.providerId,
        revision: user.revision,
        createdAt: user.createdAt,
        updatedAt: user.updatedAt,
        activatedAt: user.activatedAt,
      });
    } catch (cause) {
      if (!violatesUnique(cause, 'user_account_email_taken')) throw cause;
      throw addressTaken(cause);
    }
  }

  /** Counts a revision. The caller holds the row. @returns the user as they are now */
  async update(
    transaction: Transaction,
    user: User,
    change: UserChange & { readonly displayName?: string },
    now: Date,
  ): Promise<User> {
    const { id, tenantId } = user;
    const { displayName, ...columns } = change;
    const named = displayName === undefined || displayName === user.displayName ? null : { ...user, displayName };
    await transaction.getRepository(UserEntity).update(
      { id, tenantId },
      {
        ...columns,
        ...(named === null ? {} : { personal: await this.seal(transaction, named) }),
        revision: user.revision + 1,
        updatedAt: now,
      },
    );
    const changed = await this.find(transaction, tenantId, id);
    if (changed === null) throw new Error(`User ${id} is not there any more`);
    return changed;
  }

  async delete(transaction: Transaction, { id, tenantId }: Pick<User, 'id' | 'tenantId'>, now: Date): Promise<void> {
    await transaction.getRepository(UserEntity).update({ id, tenantId }, { deletedAt: now, updatedAt: now });
  }

  /** Without what is personal. */
  async findRow(reading: Lookups, tenantId: string, id: string): Promise<UserRow | null> {
    const rows: UserRow[] = await reading.query(`${PRESENT_USERS} AND u.id = $2`, [tenantId, id]);
    return rows[0] ?? null;
  }

  async find(reading: Lookups, tenantId: string, id: string): Promise<User | null> {
    const row = await this.findRow(reading, tenantId, id);
    return row === null ? null : this.opened(reading, row);
  }

  /** As `find`, and nobody else changes the row until the transaction ends. */
  async lock(transaction: Transaction, tenantId: string, id: string): Promise<User | null> {
    const rows: UserRow[] = await transaction.query(`${PRESENT_USERS} AND u.id = $2 FOR UPDATE OF u`, [tenantId, id]);
    return rows[0] === undefined ? null : this.opened(transaction, rows[0]);
  }

  /** @param email in normal form */
  async findByEmail(reading: Lookups, tenantId: string, email: string): Promise<User | null> {
    const hashes = await this.hashesOf(reading, tenantId, email);
    const rows: UserRow[] = await reading.query(
      `${PRESENT_USERS} AND u.email_hash = ANY($2::bytea[]) ORDER BY u.email_hash = $3 DESC`,
      [tenantId, hashes, hashes[1]],
    );
    return rows[0] === undefined ? null : this.opened(reading, rows[0]);
  }

  /** Oldest first. */
  async list(reading: Reading, tenantId: string, query: ListQuery & UserFilter): Promise<Page<User>> {
    const after = listed.after(query.cursor);
    const hashes = query.email === undefined ? null : await this.hashesOf(reading, tenantId, query.email);
    const { status = null, role = null } = query;
    const rows: UserRow[] = await reading.query(
      `${PRESENT_USERS} AND ($2::timestamptz IS NULL OR (u.created_at, u.id) > ($2, $3))
         AND ($4::text IS NULL OR ${STATUS} = $4) AND ($5::text IS NULL OR $5 = ANY (u.roles))
         AND ($6::bytea[] IS NULL OR u.email_hash = ANY($6))
       ORDER BY u.created_at, u.id LIMIT $7`,
      [tenantId, after?.[0] ?? null, after?.[1] ?? null, status, role, hashes, query.limit + 1],
    );
    const page = listed.page(
      rows,
      query.limit,
      ({ createdAt, id }) => [createdAt.toISOString(), id],
      (row) => row,
    );
    return { items: await this.openedAll(reading, tenantId, page.items), next: page.next };
  }

  /** Those who are active and have a permission now. */
  async holding(reading: Reading, tenantId: string, permission: Permission): Promise<readonly User[]> {
    const roles = [...builtInRoles.values()].filter((role) => role.permissions.includes(permission));
    const rows: UserRow[] = await reading.query(
      `${PRESENT_USERS} AND u.status = 'active' AND u.locked_at IS NULL
         AND (u.roles && $2::text[] OR EXISTS (SELECT 1 FROM user_role r
               WHERE r.tenant_id = u.tenant_id AND r.name = ANY (u.roles) AND $3 = ANY (r.permissions)))
       ORDER BY u.created_at, u.id`,
      [tenantId, roles.map(({ name }) => name), permission],
    );
    return this.openedAll(reading, tenantId, rows);
  }

  /** Data key of a user, deleted or not, of whom something is known; the row is locked. */
  async lockDataKey(transaction: Transaction, tenantId: string, id: string): Promise<string | null> {
    const rows: { data_key_id: string }[] = await transaction.query(
      'SELECT data_key_id FROM user_account WHERE tenant_id = $1 AND id = $2 AND personal IS NOT NULL FOR UPDATE',
      [tenantId, id],
    );
    return rows[0]?.data_key_id ?? null;
  }

  /** Users whose data are sealed under some keys and who were not deleted. */
  async presentOf(transaction: Transaction, tenantId: string, dataKeyIds: readonly string[]): Promise<readonly User[]> {
    const rows: UserRow[] = await transaction.query(
      `${PRESENT_USERS} AND u.data_key_id = ANY ($2::uuid[]) FOR UPDATE OF u`,
      [tenantId, dataKeyIds],
    );
    return this.openedAll(transaction, tenantId, rows);
  }

  /** Nothing is left but that there was somebody. */
  async erase(transaction: Transaction, tenantId: string, dataKeyIds: readonly string[], now: Date): Promise<void> {
    await transaction.query(
      `UPDATE user_account SET personal = NULL, email_hash = NULL, deleted_at = coalesce(deleted_at, $3)
        WHERE tenant_id = $1 AND data_key_id = ANY ($2::uuid[]) AND personal IS NOT NULL`,
      [tenantId, dataKeyIds, now],
    );
  }

  /** What a profile is written as; to be written by `activateUser`. */
  async renamed(reading: Lookups, user: User, change: ProfileChange): Promise<StoredProfile> {
    const { displayName = user.displayName, language = user.language } = change;
    return { personal: await this.seal(reading, { ...user, displayName }), language };
  }

  /** Somebody can log in from now on, unless they were changed, locked or deleted meanwhile. */
  activateUser({ id, tenantId, revision }: User, now: Date, { personal, language }: StoredProfile): Write {
    return {
      text: `UPDATE user_account SET status = 'active', activated_at = coalesce(activated_at, $3), revision = revision + 1,
          updated_at = $3, personal = $5, language = $6
        WHERE tenant_id = $1 AND id = $2 AND revision = $4 AND deleted_at IS NULL AND locked_at IS NULL`,
      values: [tenantId, id, now, revision, personal, language],
      rows: 1,
    };
  }

  /** Lets whoever else is about to judge who administers a tenant wait until the transaction has ended. */
  async lockTenant(transaction: Transaction, tenantId: string): Promise<void> {
    await transaction.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`people ${tenantId}`]);
  }

  private async seal(reading: Lookups, user: User): Promise<Buffer> {
    const dataKey = await this.dataKeys.find(reading, user.tenantId, user.dataKeyId);
    if (dataKey === null) throw new Error(`The data key of user ${user.id} was destroyed`);
    return sealPersonal(dataKey, user.tenantId, user.id, user);
  }

  /** null: they are being erased. */
  private async opened(reading: Lookups, row: UserRow): Promise<User | null> {
    return (await this.openedAll(reading, row.tenantId, [row]))[0] ?? null;
  }

  private async openedAll(reading: Lookups, tenantId: string, rows: readonly UserRow[]): Promise<readonly User[]> {
    const keys = await this.dataKeys.findAll(
      reading,
      tenantId,
      rows.map(({ dataKeyId }) => dataKeyId),
    );
    return rows.flatMap((row) => {
      const dataKey = keys.get(row.dataKeyId);
      if (dataKey instanceof SealBrokenError) throw dataKey;
      return dataKey === undefined ? [] : [userOf(row, dataKey)];
    });
  }
}
