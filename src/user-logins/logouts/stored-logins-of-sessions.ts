import { Injectable } from '@nestjs/common';
import { LoginsOfSessions } from '../../access/logins-of-sessions.js';
import type { Lookups } from '../../database/transaction.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { SignedOutPath } from '../../federation/logout/signed-out-path.js';
import { UserLoginStore } from '../logins/user-login.store.js';

/** Says where the browser of a session that ends logs out at the provider too. */
@Injectable()
export class StoredLoginsOfSessions extends LoginsOfSessions {
  constructor(
    private readonly logins: UserLoginStore,
    private readonly signedOut: SignedOutPath,
    private readonly unitOfWork: UnitOfWork,
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

  override async stands({
    tenantId,
    loginId,
  }: {
    readonly tenantId: string;
    readonly loginId: string;
  }): Promise<boolean> {
    return this.logins.stands(this.unitOfWork.lookups, tenantId, loginId);
  }
}
