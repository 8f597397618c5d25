import { Injectable } from '@nestjs/common';
import { type Account, Accounts, type PersonalAccount, type ProfileChange } from '../../access/accounts.js';
import type { Permission } from '../../access/permission.js';
import { normalForm } from '../../claims/normal-form.js';
import type { Lookups, Reading, Transaction } from '../../database/transaction.js';
import { accountOf } from './user.row.js';
import { UserStore } from './user.store.js';

/** Shows the people of a tenant to the authorization server and to logins. */
@Injectable()
export class StoredAccounts extends Accounts {
  constructor(private readonly users: UserStore) {
    super();
  }

  override async standing(reading: Lookups, tenantId: string, id: string): Promise<Account | null> {
    const row = await this.users.findRow(reading, tenantId, id);
    return row === null ? null : accountOf(row);
  }

  override find(reading: Lookups, tenantId: string, id: string): Promise<PersonalAccount | null> {
    return this.users.find(reading, tenantId, id);
  }

  override lock(transaction: Transaction, tenantId: string, id: string): Promise<PersonalAccount | null> {
    return this.users.lock(transaction, tenantId, id);
  }

  override async findByEmail(reading: Lookups, tenantId: string, email: string): Promise<PersonalAccount | null> {
    const address = normalForm('address', email);
    return address.ok ? this.users.findByEmail(reading, tenantId, address.value) : null;
  }

  override async hashOfEmail(reading: Lookups, tenantId: string, email: string): Promise<Buffer> {
    const address = normalForm('address', email);
    return this.users.hashOf(reading, tenantId, address.ok ? address.value : email);
  }

  override holding(reading: Reading, tenantId: string, permission: Permission): Promise<readonly PersonalAccount[]> {
    return this.users.holding(reading, tenantId, permission);
  }

  override async activate(transaction: Transaction, tenantId: string, id: string, now: Date): Promise<void> {
    const user = await this.users.lock(transaction, tenantId, id);
    if (user === null || user.status === 'active') return;
    const activatedAt = user.activatedAt ?? now;
    await this.users.update(transaction, user, { status: 'active', activatedAt }, now);
  }

  override async changeProfile(
    transaction: Transaction,
    account: PersonalAccount,
    change: ProfileChange,
    now: Date,
  ): Promise<PersonalAccount> {
    const user = await this.users.lock(transaction, account.tenantId, account.id);
    if (user === null) throw new Error(`User ${account.id} is not there any more`);
    return this.users.update(transaction, user, change, now);
  }
}
