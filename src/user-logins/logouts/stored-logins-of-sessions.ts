import { Injectable } from '@nestjs/common';
import { LoginsOfSessions } from '../../access/logins-of-sessions.js';
import type { Lookups } from '../../database/transaction.js';
import { UserLoginStore } from '../logins/user-login.store.js';

/** Says where the browser of a session that ends logs out at the provider too. */
@Injectable()
export class StoredLoginsOfSessions extends LoginsOfSessions {
  constructor(private readonly logins: UserLoginStore) {
    super();
  }

  override async logoutUrl(reading: Lookups, tenantId: string, loginId: string): Promise<string | null> {
    return (await this.logins.find(reading, tenantId, loginId))?.provider?.logoutUrl ?? null;
  }
}
