import { Injectable } from '@nestjs/common';
import { type PasswordRefusal, type PreparedPassword, UserSecrets } from '../access/user-secrets.js';
import type { Lookups, Transaction } from '../database/transaction.js';
import { UserLoginStore } from './logins/user-login.store.js';
import { judgePassword, normalisedPassword } from './passwords/judge-password.js';
import { PasswordHasher } from './passwords/password-hasher.js';
import { UserPasswordStore } from './passwords/user-password.store.js';
import { PasswordResetStore } from './resets/password-reset.store.js';
import { SecondFactorStore } from './second-factors/second-factor.store.js';

type UserReference = Parameters<UserSecrets['forget']>[1];

/** Takes new passwords, and everything that a user proves with away. */
@Injectable()
export class StoredUserSecrets extends UserSecrets {
  constructor(
    private readonly hasher: PasswordHasher,
    private readonly passwords: UserPasswordStore,
    private readonly factors: SecondFactorStore,
    private readonly logins: UserLoginStore,
    private readonly resets: PasswordResetStore,
  ) {
    super();
  }

  override async preparePassword(
    password: string,
    about: readonly string[],
  ): Promise<PreparedPassword | PasswordRefusal> {
    const normalised = normalisedPassword(password);
    return judgePassword(normalised, about) ?? { hash: await this.hasher.hash(normalised) };
  }

  /** What has begun with the one before goes: logins that wait for a second factor, and links by which another could be chosen. */
  override async setPassword(
    transaction: Transaction,
    { tenantId, userId }: UserReference,
    { hash }: PreparedPassword,
    now: Date,
  ): Promise<void> {
    await this.passwords.save(transaction, tenantId, userId, hash, now);
    await this.endBegun(transaction, { tenantId, userId });
  }

  override async hasPassword(reading: Lookups, { tenantId, userId }: UserReference): Promise<boolean> {
    return (await this.passwords.find(reading, tenantId, userId)) !== null;
  }

  /** Logins that are under way go too: they may have begun with what is taken away. */
  override async forget(transaction: Transaction, { tenantId, userId }: UserReference): Promise<void> {
    await this.passwords.delete(transaction, tenantId, userId);
    await this.factors.deleteAll(transaction, tenantId, userId);
    await this.endBegun(transaction, { tenantId, userId });
  }

  private async endBegun(transaction: Transaction, { tenantId, userId }: UserReference): Promise<void> {
    await this.logins.deleteOfUser(transaction, tenantId, userId);
    await this.resets.deleteOfUser(transaction, tenantId, userId);
  }
}
