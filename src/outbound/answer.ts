import type { Received } from './exchange.js';
import type { OutboundAnswer } from './outbound-call.js';
import { OutboundFailure } from './outbound-failure.js';

/**
 * Fields that nobody asks for are not read: most listeners answer with a status and no more.
 * @throws OutboundFailure `broken_answer` when a header field holds what HTTP does not allow.
 */
export function toAnswer(received: Received, durationMs: number): OutboundAnswer {
  let read = areSurelyAllowed(received) ? null : readHeaders(received);
  return {
    status: received.status,
    get headers() {
      read ??= readHeaders(received);
      return read;
    },
    get mediaType() {
      return mediaType(this.headers.get('content-type'));
    },
    body: received.body,
    durationMs,
    get date() {
      return readDate(this.headers.get('date'));
    },
  };
}

const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/;
const PLAIN_VALUE = /^[\t -~]*$/;

/** Whether all fields are such as `Headers` takes, by RFC 9110 §5.1 and §5.5. May say no of some that it takes. */
function areSurelyAllowed({ headers }: Received): boolean {
  for (const name in headers) {
    const value = headers[name];
    if (!TOKEN.test(name) || typeof value !== 'string' || !PLAIN_VALUE.test(value)) return false;
  }
  return true;
}

function readHeaders(received: Received): Headers {
  const headers = new Headers();
  try {
    for (const [name, value] of Object.entries(received.headers)) {
      if (Array.isArray(value)) for (const each of value) headers.append(name, each);
      else if (value !== undefined) headers.append(name, value);
    }
  } catch (cause) {
    throw new OutboundFailure('broken_answer', 'the answer has a header field that HTTP does not allow', {
      cause,
      requestSent: true,
    });
  }
  return headers;
}

/** RFC 9110 §8.3.1: type "/" subtype, letter case ignored. A field that came several times (§5.3) with one type says that one. */
function mediaType(field: string | null): string | null {
  const essences = new Set(field?.split(',').map((one) => one.split(';', 1)[0]?.trim().toLowerCase() ?? ''));
  const [essence = ''] = essences.size === 1 ? essences : [];
  return /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/.test(essence) ? essence.slice(0, 255) : null;
}

function readDate(field: string | null): Date | null {
  const time = field === null ? Number.NaN : Date.parse(field);
  return Number.isNaN(time) ? null : new Date(time);
}
