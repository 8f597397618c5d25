import { Injectable } from '@nestjs/common';
import { In, LessThanOrEqual } from 'typeorm';
import { z } from 'zod';
import type { ProfileChange } from '../../access/accounts.js';
import type { Lookups, Reading, Transaction } from '../../database/transaction.js';
import type { Write } from '../../database/write-together.js';
import { languages } from '../../http/languages.js';
import type { SealedColumn } from '../../secrets/sealed-column.js';
import { type SealContext, Sealing } from '../../secrets/sealing.js';
import { UserLoginEntity } from './user-login.entity.js';
import { KEPT_FOR, type LoginNotice, type ProviderLogin, type UserLogin } from './user-login.js';

type SealedPurpose = 'logout_url' | 'profile';

const contextOf = (tenantId: string, row: string, purpose: SealedPurpose): SealContext => ({
  tenantId,
  table: 'user_login',
  row,
  purpose,
});

export const sealedLogins: readonly SealedColumn[] = (['logout_url', 'profile'] as const).map((purpose) => ({
  table: 'user_login',
  column: purpose,
  rowColumn: 'id',
  purpose,
}));

const profileSchema = z.object({
  displayName: z.string().exactOptional(),
  language: z.enum(languages).exactOptional(),
});

const COLUMNS = `id, tenant_id AS "tenantId", interaction, stage, user_id AS "userId", amr, acr, challenge,
  authenticated_at AS "authenticatedAt", failure, provider_id AS "providerId", subject_hash AS "subjectHash",
  session_hash AS "sessionHash", logout_url AS "logoutUrl", profile, created_at AS "createdAt", expires_at AS "expiresAt",
  delete_at AS "deleteAt"`;

/** The rows of logins. */
@Injectable()
export class UserLoginStore {
  constructor(private readonly sealing: Sealing) {}

  /** Begins a login unless its interaction has one. @returns the one that it has now, held until the transaction ends */
  async begin(transaction: Transaction, login: UserLogin): Promise<UserLogin> {
    await transaction
      .createQueryBuilder()
      .insert()
      .into(UserLoginEntity)
      .values(this.columnsOf(login))
      .orIgnore()
      .execute();
    const begun = await this.lockByInteraction(transaction, login.tenantId, login.interaction);
    if (begun === null) throw new Error('A login was begun and is not there');
    return begun;
  }

  async findByInteraction(reading: Lookups, tenantId: string, interaction: string): Promise<UserLogin | null> {
    const rows: UserLoginEntity[] = await reading.query(
      `SELECT ${COLUMNS} FROM user_login WHERE tenant_id = $1 AND interaction = $2`,
      [tenantId, interaction],
    );
    return this.first(rows);
  }

  async lockByInteraction(transaction: Transaction, tenantId: string, interaction: string): Promise<UserLogin | null> {
    const rows: UserLoginEntity[] = await transaction.query(
      `SELECT ${COLUMNS} FROM user_login WHERE tenant_id = $1 AND interaction = $2 FOR UPDATE`,
      [tenantId, interaction],
    );
    return this.first(rows);
  }

  async find(reading: Lookups, tenantId: string, id: string): Promise<UserLogin | null> {
    const rows: UserLoginEntity[] = await reading.query(
      `SELECT ${COLUMNS} FROM user_login WHERE tenant_id = $1 AND id = $2`,
      [tenantId, id],
    );
    return this.first(rows);
  }

  /** Whether it is there. Waits for whoever is deleting it just now. */
  async stands({ writing }: Lookups, tenantId: string, id: string): Promise<boolean> {
    if (writing === undefined) throw new Error('A row is locked where statements write');
    const rows: unknown[] = await writing.query('SELECT 1 FROM user_login WHERE tenant_id = $1 AND id = $2 FOR SHARE', [
      tenantId,
      id,
    ]);
    return rows.length > 0;
  }

  async update(transaction: Transaction, login: UserLogin): Promise<void> {
    const { id, tenantId, ...columns } = this.columnsOf(login);
    await transaction.getRepository(UserLoginEntity).update({ id, tenantId }, columns);
  }

  /** A provider has told who it is. Refused when the login has gone on otherwise. */
  authenticate(
    { tenantId, id }: Pick<UserLogin, 'tenantId' | 'id'>,
    known: {
      readonly userId: string;
      readonly amr: readonly string[];
      readonly acr: string | null;
      readonly provider: ProviderLogin;
      readonly profile: ProfileChange | null;
    },
    now: Date,
  ): Write {
    const { userId, amr, acr, provider, profile } = known;
    return {
      text: `UPDATE user_login SET stage = 'authenticated', user_id = $3, amr = $4, acr = $5, authenticated_at = $6,
               provider_id = $7, subject_hash = $8, session_hash = $9, logout_url = $10, profile = $11, failure = NULL, challenge = NULL
              WHERE tenant_id = $1 AND id = $2 AND stage IN ('open', 'second_factor')`,
      values: [
        tenantId,
        id,
        userId,
        amr,
        acr,
        now,
        provider.providerId,
        provider.subjectHash,
        provider.sessionHash,
        this.sealed(tenantId, id, 'logout_url', provider.logoutUrl),
        this.sealed(tenantId, id, 'profile', profile === null ? null : JSON.stringify(profile)),
      ],
      rows: 1,
    };
  }

  /** What the login's page says next time. */
  fail({ tenantId, id }: Pick<UserLogin, 'tenantId' | 'id'>, failure: LoginNotice): Write {
    return {
      text: `UPDATE user_login SET failure = $3 WHERE tenant_id = $1 AND id = $2 AND stage = 'open'`,
      values: [tenantId, id, failure],
      rows: null,
    };
  }

  /** Finished logins of a person, or of a session, at a provider (OpenID Connect Back-Channel Logout 1.0 §2.4). */
  async findAtProvider(
    reading: Reading,
    tenantId: string,
    providerId: string,
    by: { readonly subjectHash: Buffer | null; readonly sessionHash: Buffer | null },
  ): Promise<readonly UserLogin[]> {
    const rows: UserLoginEntity[] = await reading.query(
      `SELECT ${COLUMNS} FROM user_login WHERE tenant_id = $1 AND provider_id = $2 AND stage IN ('authenticated', 'finished')
          AND ($3::bytea IS NULL OR subject_hash = $3) AND ($4::bytea IS NULL OR session_hash = $4)`,
      [tenantId, providerId, by.subjectHash, by.sessionHash],
    );
    return rows.map((row) => this.opened(row));
  }

  /** They are over: a login that was not sent on yet is not any more. */
  async delete(transaction: Transaction, tenantId: string, ids: readonly string[]): Promise<void> {
    await transaction.getRepository(UserLoginEntity).delete({ tenantId, id: In([...ids]) });
  }

  async deleteOfUser(transaction: Transaction, tenantId: string, userId: string): Promise<void> {
    await transaction.getRepository(UserLoginEntity).delete({ tenantId, userId });
  }

  async deleteDue(transaction: Transaction, now: Date): Promise<void> {
    await transaction.getRepository(UserLoginEntity).delete({ deleteAt: LessThanOrEqual(now) });
  }

  private first([row]: readonly UserLoginEntity[]): UserLogin | null {
    return row === undefined ? null : this.opened(row);
  }

  private columnsOf({ provider, profile, ...login }: UserLogin): {
    [Column in keyof UserLoginEntity]: UserLoginEntity[Column];
  } {
    const { id, tenantId, createdAt } = login;
    return {
      ...login,
      providerId: provider?.providerId ?? null,
      subjectHash: provider?.subjectHash ?? null,
      sessionHash: provider?.sessionHash ?? null,
      logoutUrl: this.sealed(tenantId, id, 'logout_url', provider?.logoutUrl ?? null),
      profile: this.sealed(tenantId, id, 'profile', profile === null ? null : JSON.stringify(profile)),
      deleteAt: new Date(createdAt.getTime() + KEPT_FOR),
    };
  }

  private opened(row: UserLoginEntity): UserLogin {
    const { providerId, subjectHash, sessionHash, logoutUrl, profile, deleteAt: _deleteAt, ...login } = row;
    const told = this.open(login, 'profile', profile);
    return {
      ...login,
      profile: told === null ? null : profileSchema.parse(JSON.parse(told)),
      provider:
        providerId === null || subjectHash === null
          ? null
          : { providerId, subjectHash, sessionHash, logoutUrl: this.open(login, 'logout_url', logoutUrl) },
    };
  }

  private sealed(tenantId: string, id: string, purpose: SealedPurpose, text: string | null): Buffer | null {
    return text === null ? null : this.sealing.seal(text, contextOf(tenantId, id, purpose));
  }

  private open(
    { tenantId, id }: Pick<UserLogin, 'tenantId' | 'id'>,
    purpose: SealedPurpose,
    sealed: Buffer | null,
  ): string | null {
    return sealed === null ? null : this.sealing.open(sealed, contextOf(tenantId, id, purpose)).toString('utf8');
  }
}
