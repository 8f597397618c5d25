import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../database/unit-of-work.js';
import {
  type AuthenticatedAnswer,
  CallAuthentication,
  type MatchingAuthentication,
  type OwnAuthentication,
} from '../../outbound/call-authentication.js';
import type { OutboundCall } from '../../outbound/outbound-call.js';
import { presentedName } from '../configurations/configuration.js';
import { ReadAuthentications } from '../configurations/read-authentications.js';
import { targetUrlOf } from '../configurations/target-url.js';
import { AuthenticatedOutbound } from './authenticated-outbound.js';
import { OpenedAuthentications } from './opened-authentications.js';

/** Makes the calls of rooms above as the external authentication of their URL says. */
@Injectable()
export class ConfiguredCallAuthentication extends CallAuthentication {
  constructor(
    private readonly outbound: AuthenticatedOutbound,
    private readonly reading: ReadAuthentications,
    private readonly opened: OpenedAuthentications,
    private readonly unitOfWork: UnitOfWork,
  ) {
    super();
  }

  override send(call: OutboundCall, own: OwnAuthentication): Promise<AuthenticatedAnswer> {
    return this.outbound.send(call, own);
  }

  override async matching(tenantId: string, url: string): Promise<MatchingAuthentication | null> {
    const target = targetUrlOf(url);
    if (target === null) return null;
    const { lookups } = this.unitOfWork;
    const [applied] = await this.reading.matching(lookups, tenantId, target);
    if (applied === undefined) return null;
    const { configuration } = await this.opened.open(lookups, applied);
    const { id, match } = applied;
    return { id, url: applied.url, match, presentsCertificate: presentedName(configuration) !== null };
  }
}
