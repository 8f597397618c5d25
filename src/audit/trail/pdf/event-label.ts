import type { AuditEventType } from '../../audit-event-type.js';

/** What happened, for readers of documents. */
const labels: Readonly<Partial<Record<AuditEventType, string>>> = {
  'signer_authentication.created': 'An authentication of the recipient was asked for',
  'signer_authentication.succeeded': 'The authentication succeeded',
  'signer_authentication.failed': 'The authentication failed for good',
  'signer_authentication.expired': 'The authentication expired',
  'signer_authentication.cancelled': 'The authentication was cancelled',
  'signer_authentication.link_shown': 'The sign-in link was shown once more, to be sent to the recipient',
  'handback.redeemed': 'The workflow confirmed that the browser that came back is the one that logged in',
  'attempt.started': 'The recipient was sent to the provider',
  'attempt.callback_received': 'The recipient came back from the provider',
  'attempt.token_received': 'The provider gave tokens',
  'attempt.id_token_verified': 'The ID token of the provider was verified',
  'attempt.resource_fetched': 'A resource of the provider was fetched',
  'attempt.mapping_judged': 'What the provider says was compared with what was expected',
  'attempt.failed': 'The attempt failed',
  'attempt.abandoned': 'The attempt was given up: it was not finished in time, or another one had succeeded',
  'recipient.updated': 'Values of the recipient were replaced by those of the provider',
  'trail.exported': 'This trail was exported',
  'personal_data.disclosed': 'Personal data of this trail were shown',
  'personal_data.erased': 'Personal data of the recipient were erased',
};

/** The label of a type; the type itself where there is none. */
export function eventLabel(type: string): string {
  return Object.hasOwn(labels, type) ? (labels[type as AuditEventType] ?? type) : type;
}
