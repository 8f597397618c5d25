import type { AuditEventType } from '../../audit/audit-event-type.js';
import type { Actor, AuditEventInput, JsonValue } from '../../audit/recording.js';
import { withoutQueryValues } from '../../config/without-query-values.js';
import { correlationId } from '../../http/correlation.js';
import type { Listener } from '../listener.js';

/** The whole configuration of a revision, without secrets. */
function shown({ configuration }: Listener): Readonly<Record<string, JsonValue>> {
  const { standardWebhooks, docusign, basic, ...plain } = configuration;
  return {
    ...plain,
    events: [...plain.events],
    headers: [...plain.headers],
    retrySchedule: plain.retrySchedule === null ? null : [...plain.retrySchedule],
    url: withoutQueryValues(plain.url),
    standardWebhooks: standardWebhooks === null ? null : { ...standardWebhooks },
    docusign,
    basic: basic === null ? null : { ...basic },
  };
}

/** An event about a listener, in the stream of its tenant. */
export function listenerEvent(
  type: AuditEventType,
  listener: Listener,
  actor: Actor,
  now: Date,
  data: Readonly<Record<string, JsonValue>> = {},
): AuditEventInput {
  return {
    tenantId: listener.tenantId,
    stream: 'tenant',
    type,
    occurredAt: now,
    actor,
    correlationId: correlationId(),
    data: { listenerId: listener.id, listener: listener.name, revision: listener.revision, ...data },
  };
}

/** A new revision: the trail has every one whole. */
export function revisionEvent(
  type: AuditEventType,
  listener: Listener,
  actor: Actor,
  now: Date,
  data: Readonly<Record<string, JsonValue>>,
): AuditEventInput {
  return listenerEvent(type, listener, actor, now, {
    enabled: listener.enabled,
    configuration: shown(listener),
    ...data,
  });
}

/** What hands personal data to a listener, once it is asked for. */
export function disclosureEvent(listener: Listener, actor: Actor, now: Date, by: string): AuditEventInput {
  return listenerEvent('personal_data.disclosed', listener, actor, now, { by });
}
