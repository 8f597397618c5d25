import { Inject, Injectable } from '@nestjs/common';
import type { Principal } from '../../access/principal.js';
import { Clock } from '../../config/clock.js';
import type { Settings } from '../../config/settings.js';
import { SETTINGS } from '../../config/settings.token.js';
import type { ListenerDetails } from '../../deliveries/listener.js';
import { ListenerAdministration } from '../../deliveries/listeners/listener-administration.js';
import { parseListenerRequest, withoutReadOnlyMembers } from '../../deliveries/listeners/parse-listener-request.js';
import { showListener } from '../../deliveries/listeners/show-listener.js';
import type { Fault } from '../../errors/countersign-error.js';
import { entityTag } from '../../http/entity-tag.js';
import { isObject } from '../../http/read-members.js';
import { type ConfigurationPart, faultsOf, type MovedBody, type PresentThing } from '../configuration-part.js';
import { everyPage } from '../every-page.js';
import { withoutSecrets } from '../without-secrets.js';

/** Listeners, found by their names. */
@Injectable()
export class ListenerPart implements ConfigurationPart {
  readonly kind = 'listeners';
  readonly readScope = 'listeners:read';
  readonly writeScope = 'listeners:write';

  constructor(
    private readonly administration: ListenerAdministration,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  keyOf({ name }: MovedBody): string | null {
    return typeof name === 'string' ? name : null;
  }

  async present({ tenant }: Principal): Promise<readonly PresentThing[]> {
    const all = await everyPage((query) => this.administration.page(tenant.id, query));
    const now = this.clock.now();
    return all.map((details) => ({
      id: details.listener.name,
      key: details.listener.name,
      revision: details.listener.revision,
      body: withoutSecrets(withoutReadOnlyMembers(showListener(details, now))) as MovedBody,
      judge: (body) => this.judge(body, details),
    }));
  }

  judgeNew(body: MovedBody): Promise<readonly Fault[]> {
    return this.judge(body, null);
  }

  private async judge(body: MovedBody, details: ListenerDetails | null): Promise<readonly Fault[]> {
    const before =
      details === null ? null : { configuration: details.listener.configuration, secrets: details.secrets };
    const rules = await faultsOf(() => {
      parseListenerRequest(body, {
        allowHttp: this.settings.OUTBOUND_ALLOW_HTTP,
        now: this.clock.now(),
        // The file may bring the external authentication that presents one; whether it does shows when it is applied.
        certificateApplies: true,
        showsGenerated: false,
        before,
      });
      return [];
    });
    return [...generatedSecrets(body), ...rules];
  }

  async create(principal: Principal, body: MovedBody): Promise<void> {
    await this.administration.create(principal, body);
  }

  async replace(principal: Principal, { id, revision }: PresentThing, body: MovedBody): Promise<void> {
    await this.administration.replace(principal, id, entityTag(revision), body);
  }
}

const signatureKinds = ['standardWebhooks', 'docusign'] as const;

/** What is made here is shown to nobody: its own API shows it once. */
function generatedSecrets({ signatures }: MovedBody): readonly Fault[] {
  if (!isObject(signatures)) return [];
  return signatureKinds.flatMap((kind) => {
    const wanted = signatures[kind];
    if (!isObject(wanted) || wanted['generate'] !== true) return [];
    const message = 'would make a secret that nobody is shown: enter `secrets`, or make it at the listener itself';
    return [{ path: `$.signatures.${kind}.generate`, message }];
  });
}
