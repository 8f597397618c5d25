import { Inject, Injectable } from '@nestjs/common';
import type { Principal } from '../../access/principal.js';
import { Clock } from '../../config/clock.js';
import type { Settings } from '../../config/settings.js';
import { SETTINGS } from '../../config/settings.token.js';
import { CountersignError, type Fault } from '../../errors/countersign-error.js';
import { entityTag } from '../../http/entity-tag.js';
import { AuthenticationChanges } from '../../outbound-authentication/configurations/authentication-changes.js';
import { parseRequest, sentBack } from '../../outbound-authentication/configurations/parse-request.js';
import { ReadAuthentications } from '../../outbound-authentication/configurations/read-authentications.js';
import { neededSecrets, planSecrets } from '../../outbound-authentication/configurations/secrets-plan.js';
import { showAuthentication } from '../../outbound-authentication/configurations/show-authentication.js';
import type { ConfigurationPart, MovedBody, PresentThing } from '../configuration-part.js';
import { everyPage } from '../every-page.js';
import { withoutSecrets } from '../without-secrets.js';

const keyOf = (url: unknown, match: unknown): string | null =>
  typeof url === 'string' ? `${url} ${typeof match === 'string' ? match : 'prefix'}` : null;

/** External authentications, found by URL and match: ids are another deployment's. */
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
    return keyOf(url, match);
  }

  async present({ tenant }: Principal): Promise<readonly PresentThing[]> {
    const all = await everyPage((query) => this.reading.page(tenant.id, query));
    return all.map((details) => {
      const shown = showAuthentication(details, this.clock.now());
      return {
        key: `${shown.url} ${shown.match}`,
        revision: details.authentication.revision,
        body: withoutSecrets(sentBack(shown)) as MovedBody,
      };
    });
  }

  judge(body: MovedBody, present: boolean): readonly Fault[] {
    try {
      const now = this.clock.now();
      const allowHttp = this.settings.OUTBOUND_ALLOW_HTTP;
      const { request, configuration } = parseRequest(body, { allowHttp, now, creating: !present });
      // One that is new has no secrets to keep.
      return present ? [] : planSecrets(neededSecrets(request, configuration), [], null, configuration).faults;
    } catch (error) {
      if (error instanceof CountersignError) return error.faults;
      throw error;
    }
  }

  async create(principal: Principal, body: MovedBody): Promise<void> {
    if (!principal.scopes.has('external-authentications:create'))
      throw new CountersignError('access.scope_missing', {
        detail: 'A new one needs scope external-authentications:create',
      });
    await this.changes.create(principal, body);
  }

  async replace(principal: Principal, { key, revision }: PresentThing, body: MovedBody): Promise<void> {
    const all = await everyPage((query) => this.reading.page(principal.tenant.id, query));
    const found = all.find(({ authentication }) => `${authentication.url} ${authentication.match}` === key);
    if (found === undefined) throw new CountersignError('request.not_found');
    await this.changes.replace(principal, found.authentication.id, entityTag(revision), body);
  }
}
