import { Injectable } from '@nestjs/common';
import type { Principal } from '../../access/principal.js';
import { Clock } from '../../config/clock.js';
import { listenerRequestSchema } from '../../deliveries/listeners/listener.schema.js';
import { ListenerAdministration } from '../../deliveries/listeners/listener-administration.js';
import { withoutReadOnlyMembers } from '../../deliveries/listeners/parse-listener-request.js';
import { showListener } from '../../deliveries/listeners/show-listener.js';
import type { Fault } from '../../errors/countersign-error.js';
import { entityTag } from '../../http/entity-tag.js';
import { isObject } from '../../http/read-members.js';
import { judgeWithSchema } from '../../http/schema-faults.js';
import type { ConfigurationPart, MovedBody, PresentThing } from '../configuration-part.js';
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
    }));
  }

  judge(body: MovedBody, present: PresentThing | null): readonly Fault[] {
    const judged = judgeWithSchema(listenerRequestSchema, body);
    if (!judged.success) return judged.faults;
    return [...generatedSecrets(body), ...(present !== null ? [] : missingSecrets(body))];
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

/** A listener that is new has no secrets to keep. */
function missingSecrets(body: MovedBody): readonly Fault[] {
  const { basic, headers } = body;
  const password = isObject(basic) && !('password' in basic);
  return [
    ...missingSignatures(body),
    ...(password ? [{ path: '$.basic.password', message: 'has to be entered' }] : []),
    ...(Array.isArray(headers) ? headers : []).flatMap((header: unknown, index) =>
      isObject(header) && !('value' in header)
        ? [{ path: `$.headers[${index}].value`, message: 'has to be entered' }]
        : [],
    ),
  ];
}

function missingSignatures({ signatures }: MovedBody): readonly Fault[] {
  if (!isObject(signatures)) return [];
  return signatureKinds.flatMap((kind) => {
    const wanted = signatures[kind];
    if (!isObject(wanted) || 'secrets' in wanted || 'generate' in wanted) return [];
    return [{ path: `$.signatures.${kind}.secrets`, message: 'needs at least one secret' }];
  });
}
