import { Injectable } from '@nestjs/common';
import { LoginsOfSessions } from '../../access/logins-of-sessions.js';
import type { Lookups } from '../../database/transaction.js';
import { SignedOutPath } from '../../federation/logout/signed-out-path.js';
import { UserLoginStore } from '../logins/user-login.store.js';

/** Says where the browser of a session that ends logs out at the provider too. */
@Injectable()
export class StoredLoginsOfSessions extends LoginsOfSessions {
  constructor(
    private readonly logins: UserLoginStore,
    private readonly signedOut: SignedOutPath,
  ) {
    super();
  }

  override async logoutUrl(
    reading: Lookups,
    { tenantId, loginId }: { readonly tenantId: string; readonly loginId: string },
    returnAddress: string,
  ): Promise<string | null> {
    const url = (await this.logins.find(reading, tenantId, loginId))?.provider?.logoutUrl ?? null;
    return url === null ? null : this.signedOut.through(url, { returnAddress, language: null });
  }
}
