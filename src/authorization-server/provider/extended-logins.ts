import { Injectable } from '@nestjs/common';
import type { AuthorizationCode, KoaContextWithOIDC, RefreshToken } from 'oidc-provider';
import { ExtendedLimit } from '../../access/extended-limit.js';
import { Clock } from '../../config/clock.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { EXTENDED } from '../token-lifetimes.js';
import { registeredClient } from './client-metadata.js';
import { loadOidcProvider } from './load-oidc-provider.js';
import { refusedGrant } from './refused-grant.js';

const DAY = 24 * 60 * 60;

/** Keeps tokens with scope `extended` to what their tenant asks for: a login every so many days. */
@Injectable()
export class ExtendedLogins {
  constructor(
    private readonly limit: ExtendedLimit,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /**
   * How long what is issued now may live at most, in seconds; null: as long as it would.
   * @throws InvalidGrant when the login of the authorization is too long ago
   */
  async secondsLeft({ oidc }: KoaContextWithOIDC): Promise<number | null> {
    const { RefreshToken, AuthorizationCode } = oidc.entities;
    const source: RefreshToken | AuthorizationCode | undefined = RefreshToken ?? AuthorizationCode;
    if (oidc.client === undefined || source?.scopes.has(EXTENDED) !== true) return null;
    const days = await this.limit.loginDays(this.unitOfWork.lookups, registeredClient(oidc.client).tenantId);
    if (days === null) return null;
    const age = Math.floor(this.clock.now().getTime() / 1000) - (source.authTime ?? 0);
    if (age < days * DAY) return days * DAY - age;
    throw refusedGrant(
      await loadOidcProvider(),
      `the user has to log in again, as every ${days === 1 ? 'day' : `${days} days`}`,
    );
  }
}
