import { Global, Module } from '@nestjs/common';
import { Accounts } from '../access/accounts.js';
import { StoredAccounts } from './users/stored-accounts.js';
import { UserStore } from './users/user.store.js';

/** People of a tenant: accounts, roles, bindings. May depend on attempts, mail and what is below. */
@Global()
@Module({
  providers: [UserStore, { provide: Accounts, useClass: StoredAccounts }],
  exports: [Accounts],
})
export class PeopleModule {}
