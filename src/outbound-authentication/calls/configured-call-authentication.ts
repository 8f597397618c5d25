import { Injectable } from '@nestjs/common';
import { boundedCache } from '../../caches/bounded-cache.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import {
  type AuthenticatedAnswer,
  CallAuthentication,
  type MatchingAuthentication,
  type OwnAuthentication,
} from '../../outbound/call-authentication.js';
import type { OutboundCall } from '../../outbound/outbound-call.js';
import { ChangedAuthentications } from '../changed-authentications.js';
import { presentedName } from '../configurations/configuration.js';
import { targetUrlOf } from '../configurations/target-url.js';
import { AuthenticatedOutbound, type PreparedCall } from './authenticated-outbound.js';
import { OpenedAuthentications } from './opened-authentications.js';

/** How long is remembered what applies to a URL, in milliseconds: a change through another instance counts a second later. */
const REMEMBERED_MS = 1_000;

interface Remembered {
  readonly prepared: PreparedCall | null;
}

/**
 * Makes the calls of rooms above as the external authentication of their URL says. They are many, to few URLs: what applies is not
 * looked up for each.
 */
@Injectable()
export class ConfiguredCallAuthentication extends CallAuthentication {
  private readonly remembered = boundedCache<string, Remembered>(1_000, { ttl: REMEMBERED_MS, ttlResolution: 50 });

  constructor(
    private readonly outbound: AuthenticatedOutbound,
    private readonly opened: OpenedAuthentications,
    private readonly unitOfWork: UnitOfWork,
    changed: ChangedAuthentications,
  ) {
    super();
    changed.onChange(() => {
      this.remembered.clear();
    });
  }

  override send(call: OutboundCall, own: OwnAuthentication): Promise<AuthenticatedAnswer> {
    const { carriesAuthorization, presentsCertificate } = own;
    const url = typeof call.url === 'string' ? call.url : call.url.href;
    const key = `${call.tenantId} ${carriesAuthorization} ${presentsCertificate} ${url}`;
    const known = this.remembered.get(key);
    return known === undefined ? this.prepareAndSend(call, own, key) : this.outbound.sendAs(call, known.prepared);
  }

  private async prepareAndSend(call: OutboundCall, own: OwnAuthentication, key: string): Promise<AuthenticatedAnswer> {
    const prepared = await this.outbound.prepare(call, own);
    this.remembered.set(key, { prepared });
    return this.outbound.sendAs(call, prepared);
  }

  override async matching(tenantId: string, url: string): Promise<MatchingAuthentication | null> {
    const target = targetUrlOf(url);
    if (target === null) return null;
    const applied = await this.opened.applied(this.unitOfWork.lookups, tenantId, target);
    if (applied === null) return null;
    const { authentication, configuration } = applied;
    const { id, url: ownUrl, match } = authentication;
    return { id, url: ownUrl, match, presentsCertificate: presentedName(configuration) !== null };
  }
}
