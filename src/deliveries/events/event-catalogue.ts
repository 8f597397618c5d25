import { type AuditEventType, auditEventTypes } from '../../audit/audit-event-type.js';

/** What a signer authentication was at once after an event. */
type StatusAfter = 'pending' | 'succeeded' | 'failed' | 'expired' | 'cancelled';

/** One type of event that listeners can ask for. */
export interface EventDescription {
  /** As listeners know it. */
  readonly type: string;
  /** As the trail records it. */
  readonly recordedAs: readonly AuditEventType[];
  readonly when: string;
  /** Of the signer authentication that it is about. */
  readonly status?: StatusAfter;
  /** Whether a pattern with `*` covers it; what it does not cover has to be asked for by its own name. Default true. */
  readonly optIn?: true;
}

const described: readonly EventDescription[] = [
  {
    type: 'signer_authentication.created',
    recordedAs: ['signer_authentication.created'],
    when: 'A workflow asked that a recipient authenticates.',
    status: 'pending',
  },
  {
    type: 'signer_authentication.started',
    recordedAs: ['attempt.started'],
    when: 'The signer was sent to a provider; again with each attempt.',
    status: 'pending',
  },
  {
    type: 'signer_authentication.succeeded',
    recordedAs: ['signer_authentication.succeeded'],
    when: 'The signer proved who they are.',
    status: 'succeeded',
  },
  {
    type: 'signer_authentication.failed',
    recordedAs: ['signer_authentication.failed'],
    when: 'No attempt is left.',
    status: 'failed',
  },
  {
    type: 'signer_authentication.expired',
    recordedAs: ['signer_authentication.expired'],
    when: 'The time that the workflow gave was over.',
    status: 'expired',
  },
  {
    type: 'signer_authentication.cancelled',
    recordedAs: ['signer_authentication.cancelled'],
    when: 'The workflow, or an erasure, ended it.',
    status: 'cancelled',
  },
  {
    type: 'attempt.failed',
    recordedAs: ['attempt.failed'],
    when: 'An attempt failed and the signer can try again.',
    status: 'pending',
    optIn: true,
  },
  {
    type: 'recipient.updated',
    recordedAs: ['recipient.updated'],
    when: 'A login changed fields of the recipient, for this and every unfinished authentication of the same person.',
    status: 'pending',
  },
  { type: 'provider.created', recordedAs: ['provider.created'], when: 'A provider was configured.' },
  { type: 'provider.revised', recordedAs: ['provider.revised'], when: 'A provider got another configuration.' },
  { type: 'provider.enabled', recordedAs: ['provider.enabled'], when: 'Signers may use a provider again.' },
  { type: 'provider.disabled', recordedAs: ['provider.disabled'], when: 'Signers may not use a provider any more.' },
  { type: 'provider.deleted', recordedAs: ['provider.deleted'], when: 'A provider was deleted.' },
  {
    type: 'provider.metadata_changed',
    recordedAs: ['provider.metadata_approved'],
    when: 'The endpoints of a provider have moved, and an admin has approved it.',
  },
  {
    type: 'credential.expiring',
    recordedAs: ['credential.expiring'],
    when: 'A secret, key or certificate expires within 30, 7 or 1 days.',
  },
  { type: 'credential.expired', recordedAs: ['credential.expired'], when: 'A secret, key or certificate has expired.' },
  {
    type: 'connection.failed',
    recordedAs: ['connection.failed'],
    when: 'What had worked stopped working: deliveries to a listener, for one.',
  },
  { type: 'connection.recovered', recordedAs: ['connection.recovered'], when: 'It works again.' },
  {
    type: 'listener.suspended',
    recordedAs: ['listener.suspended'],
    when: 'A listener accepted nothing for too long; it keeps its place until it is enabled.',
  },
  {
    type: 'checkpoint.published',
    recordedAs: ['checkpoint.published'],
    when: 'The log was signed; to tenant `default` only, at most one a minute.',
  },
  {
    type: 'evidence.erased',
    recordedAs: ['personal_data.erased'],
    when: 'The personal data of a recipient were erased.',
  },
];

const named = new Set<string>(described.flatMap(({ type, recordedAs }) => [type, ...recordedAs]));

/** Every type that listeners can ask for. Whatever else the trail records can be asked for by its own name. */
export const eventCatalogue: readonly EventDescription[] = [
  ...described,
  ...auditEventTypes
    .filter((type) => !named.has(type))
    .map((type): EventDescription => ({ type, recordedAs: [type], when: 'As the trail records it.', optIn: true })),
];

/** Those that patterns cover and documents describe. */
export const publishedEvents: readonly EventDescription[] = described;

const byRecordedType = new Map(
  eventCatalogue.flatMap((description) => description.recordedAs.map((type) => [type as string, description] as const)),
);

/** What listeners know of a type that the trail has recorded; null: nothing. */
export function describedAs(recordedType: string): EventDescription | null {
  return byRecordedType.get(recordedType) ?? null;
}
