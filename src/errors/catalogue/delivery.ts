import type { CatalogueEntries } from '../catalogue-entry.js';
import { outboundErrors } from './outbound-reasons.js';

const outbound = outboundErrors('delivery', { name: 'the listener', setting: '$.url' });
const again = 'It is tried again by the schedule; `POST /v1/listeners/{name}/test` tries now.';

/** Why an event was not delivered to a listener, or is not any more. */
export const deliveryErrors = {
  ...outbound,
  'delivery.connection_reset': {
    ...outbound['delivery.connection_reset'],
    cause: 'The listener or something in between closed it. It may have acted on the event: the id stays the same.',
    confirm: 'Look at the listener’s log for the event’s id.',
    remedy: again,
  },
  'delivery.timeout': {
    ...outbound['delivery.timeout'],
    cause: 'The listener did not answer within `timeoutSeconds`.',
    confirm: 'Look at the duration of each try.',
    remedy: 'Answer first and work afterwards; or raise `timeoutSeconds`.',
    setting: '$.timeoutSeconds',
  },
  'delivery.too_many_calls': {
    ...outbound['delivery.too_many_calls'],
    cause: 'The listener’s host is too slow for what is sent there.',
    remedy: again,
  },
  'delivery.circuit_open': {
    ...outbound['delivery.circuit_open'],
    cause: 'The listener’s host failed several times in a row, so it is left alone for a while.',
    remedy: again,
  },
  'delivery.aborted': {
    ...outbound['delivery.aborted'],
    cause: 'The service was stopping.',
    remedy: 'Nothing: another instance, or this one once it is back, tries again.',
  },
  'delivery.http_error': {
    status: 502,
    title: 'The listener answers an HTTP error',
    cause: 'Its address is wrong (404), it does not accept how we authenticate (401, 403), or it fails (500).',
    confirm: 'The try shows status, chosen headers and the beginning of the answer.',
    remedy: 'Correct the listener, or its `url`, signatures, `basic` or `headers` here.',
    setting: '$.url',
  },
  'delivery.redirect': {
    status: 502,
    title: 'The listener redirects',
    cause: 'It answers with a redirect, which is not followed: the event would go to another address.',
    confirm: 'Open the address with `curl -i -X POST`.',
    remedy: 'Set `url` to the address that answers itself.',
    setting: '$.url',
  },
  'delivery.gone': {
    status: 502,
    title: 'The listener is gone',
    cause: 'It answered 410, which says that it wants no event any more. It was disabled.',
    confirm: 'Ask whoever runs it.',
    remedy: 'Delete the listener; or enable it when that was a mistake: it goes on from its place.',
    setting: '$.url',
  },
  'delivery.receipt_missing': {
    status: 502,
    title: 'The listener’s answer carries no receipt',
    cause:
      '`acknowledgement` is `receipt`, and the answer has no `Webhook-Receipt` with the SHA-256 of the body: something before the listener may have answered.',
    confirm: 'The try shows the headers of the answer.',
    remedy: 'Have the listener answer with the receipt, or set `acknowledgement` to `status`.',
    setting: '$.acknowledgement',
  },
  'delivery.skipped': {
    status: 409,
    title: 'The event was left out',
    cause: 'The listener was enabled from now on: what had not been delivered until then is not.',
    confirm: 'The trail has `listener.enabled` with the number of events.',
    remedy: 'Redeliver it when it is wanted after all.',
  },
  'delivery.listener_deleted': {
    status: 409,
    title: 'The listener was deleted',
    cause: 'Nothing is delivered to it any more.',
    confirm: 'The trail has `listener.deleted`.',
    remedy: 'Configure another listener with `since`.',
  },
  'delivery.stopped': {
    status: 409,
    title: 'The redelivery was stopped',
    cause: 'Somebody stopped it before this event was delivered.',
    confirm: 'Read the redelivery.',
    remedy: 'Redeliver it when it is wanted after all.',
  },
} as const satisfies CatalogueEntries;
