import { CountersignError } from '../../errors/countersign-error.js';
import { judgeWithSchema } from '../../http/schema-faults.js';
import type { ListenerConfiguration } from '../listener.js';
import { type ListenerRequest, listenerRequestSchema } from './listener.schema.js';
import { listenerFaults, type RuleContext } from './listener-rules.js';

/** Members of an answer that a PUT may send back. */
const readOnlyMembers = [
  'id',
  'revision',
  'state',
  'failingSince',
  'lastSuccessAt',
  'createdAt',
  'updatedAt',
  'warnings',
  'secretsShownOnce',
  'skipped',
] as const;

/** What a PUT may take of an answer that is sent back. */
export function withoutReadOnlyMembers(sent: unknown): unknown {
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) return sent;
  const left = new Set<string>(readOnlyMembers);
  return Object.fromEntries(Object.entries(sent).filter(([name]) => !left.has(name)));
}

/**
 * Reads a listener body.
 * @throws CountersignError `request.invalid` when a member by itself is wrong, `request.unacceptable` when members contradict
 *   each other or what is stored; with every fault
 */
export function parseListenerRequest(sent: unknown, context: RuleContext): ListenerRequest {
  const body = context.before === null ? sent : withoutReadOnlyMembers(sent);
  const judged = judgeWithSchema(listenerRequestSchema, body ?? {});
  if (!judged.success) {
    const { faults } = judged;
    throw new CountersignError('request.invalid', { detail: summary(faults.length), faults });
  }
  const faults = listenerFaults(judged.data, context);
  if (faults.length > 0) throw new CountersignError('request.unacceptable', { detail: summary(faults.length), faults });
  return judged.data;
}

const summary = (count: number): string =>
  count === 1 ? 'One member is at fault; see errors' : `${count} members are at fault; see errors`;

/** What of a request is stored as configuration. */
export function configurationOf(request: ListenerRequest): ListenerConfiguration {
  const { signatures, basic } = request;
  const { standardWebhooks, docusign } = signatures;
  return {
    url: request.url,
    events: request.events,
    payload: request.payload,
    standardWebhooks: standardWebhooks == null ? null : { asymmetric: standardWebhooks.asymmetric },
    docusign: docusign != null,
    basic: basic === null ? null : { username: basic.username },
    headers: request.headers.map(({ name }) => name),
    timeoutSeconds: request.timeoutSeconds,
    retrySchedule: request.retrySchedule,
    maxInFlight: request.maxInFlight,
    acknowledgement: request.acknowledgement,
  };
}
