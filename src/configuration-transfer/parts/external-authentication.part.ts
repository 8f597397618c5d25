import { Inject, Injectable } from '@nestjs/common';
import { scopeMissing } from '../../access/challenge.js';
import type { Principal } from '../../access/principal.js';
import { Clock } from '../../config/clock.js';
import type { Settings } from '../../config/settings.js';
import { SETTINGS } from '../../config/settings.token.js';
import type { Fault } from '../../errors/countersign-error.js';
import { entityTag } from '../../http/entity-tag.js';
import { AuthenticationChanges } from '../../outbound-authentication/configurations/authentication-changes.js';
import type { AuthenticationDetails } from '../../outbound-authentication/configurations/external-authentication.js';
import { endpointShape } from '../../outbound-authentication/configurations/external-authentication.schema.js';
import { parseRequest, sentBack } from '../../outbound-authentication/configurations/parse-request.js';
import { ReadAuthentications } from '../../outbound-authentication/configurations/read-authentications.js';
import { neededSecrets, planSecrets } from '../../outbound-authentication/configurations/secrets-plan.js';
import { showAuthentication } from '../../outbound-authentication/configurations/show-authentication.js';
import { type ConfigurationPart, faultsOf, type MovedBody, type PresentThing } from '../configuration-part.js';
import { everyPage } from '../every-page.js';
import { withoutSecrets } from '../without-secrets.js';

/** A `match` that is left out is what the schema makes of it; one that is none matches nothing that is there. */
const keyOf = (url: string, match: unknown): string => `${url} ${endpointShape.match.safeParse(match).data ?? ''}`;

/** External authentications, found by URL and match: ids are another deployment's, the owner's among them, who stays as they are. */
@Injectable()
export class ExternalAuthenticationPart implements ConfigurationPart {
  readonly kind = 'externalAuthentications';
  readonly readScope = 'external-authentications:access';
  readonly writeScope = 'external-authentications:edit';

  constructor(
    private readonly reading: ReadAuthentications,
    private readonly changes: AuthenticationChanges,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  keyOf({ url, match }: MovedBody): string | null {
    return typeof url === 'string' ? keyOf(url, match) : null;
  }

  async present({ tenant }: Principal): Promise<readonly PresentThing[]> {
    const all = await everyPage((query) => this.reading.page(tenant.id, query));
    return all.map((details) => {
      const { owner: _owner, ...shown } = showAuthentication(details, this.clock.now());
      return {
        id: details.authentication.id,
        key: keyOf(shown.url, shown.match),
        revision: details.authentication.revision,
        body: withoutSecrets(sentBack(shown)) as MovedBody,
        judge: (body) => this.judge(body, details),
      };
    });
  }

  judgeNew(body: MovedBody): Promise<readonly Fault[]> {
    return this.judge(body, null);
  }

  private judge(body: MovedBody, before: AuthenticationDetails | null): Promise<readonly Fault[]> {
    return faultsOf(() => {
      const now = this.clock.now();
      const allowHttp = this.settings.OUTBOUND_ALLOW_HTTP;
      const { request, configuration } = parseRequest(body, { allowHttp, now, creating: before === null });
      const needed = neededSecrets(request, configuration);
      return planSecrets(needed, before?.secrets ?? [], before?.configuration ?? null, configuration).faults;
    });
  }

  async create(principal: Principal, body: MovedBody): Promise<void> {
    const needed = 'external-authentications:create';
    if (!principal.scopes.has(needed)) throw scopeMissing(principal, [needed], `A new one needs scope ${needed}`);
    await this.changes.create(principal, body);
  }

  async replace(principal: Principal, { id, revision }: PresentThing, body: MovedBody): Promise<void> {
    const { authentication } = await this.reading.one(principal.tenant.id, id);
    await this.changes.replace(principal, id, entityTag(revision), { owner: authentication.ownerId, ...body });
  }
}
