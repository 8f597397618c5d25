import { createHash } from 'node:crypto';
import type { ErrorCode } from '../../errors/catalogue.js';
import type { OutboundAnswer } from '../../outbound/outbound-call.js';
import type { Acknowledgement } from '../listener.js';
import { readRetryAfter } from './retry-schedule.js';

/** What an answer means for a delivery. */
export type Verdict =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly detail: string; readonly retryAfter: Date | null }
  /** The listener is gone for good: it said so with 410. */
  | { readonly kind: 'gone'; readonly code: ErrorCode; readonly detail: string };

/** Statuses whose `Retry-After` is obeyed. */
const LATER: ReadonlySet<number> = new Set([429, 503]);

function refused(code: ErrorCode, detail: string, retryAfter: Date | null = null): Verdict {
  return { kind: 'refused', code, detail, retryAfter };
}

/** SHA-256 of the body as a receipt may write it: hex, base64 or base64url. */
function isReceiptOf(field: string | null, body: string): boolean {
  if (field === null) return false;
  const given = field.trim().replace(/^sha-?256=/i, '');
  const digest = createHash('sha256').update(body).digest();
  return (
    given.toLowerCase() === digest.toString('hex') ||
    given.replace(/=+$/, '').replaceAll('+', '-').replaceAll('/', '_') === digest.toString('base64url')
  );
}

/** Judges what a listener answered. Only 2xx is success; a redirect is not followed. */
export function judgeAnswer(
  answer: Pick<OutboundAnswer, 'status' | 'headers'>,
  body: string,
  acknowledgement: Acknowledgement,
  now: Date,
): Verdict {
  const { status } = answer;
  if (status === 410) return { kind: 'gone', code: 'delivery.gone', detail: 'the listener answered 410' };
  if (LATER.has(status))
    return refused(
      'delivery.http_error',
      `the listener answered ${status}`,
      readRetryAfter(answer.headers.get('retry-after'), now),
    );
  if (status >= 300 && status < 400) return refused('delivery.redirect', `the listener answered ${status}`);
  if (status >= 400) return refused('delivery.http_error', `the listener answered ${status}`);
  if (acknowledgement === 'receipt' && !isReceiptOf(answer.headers.get('webhook-receipt'), body))
    return refused(
      'delivery.receipt_missing',
      `the listener answered ${status} ${answer.headers.has('webhook-receipt') ? 'with another Webhook-Receipt' : 'without Webhook-Receipt'}`,
    );
  return { kind: 'accepted' };
}
