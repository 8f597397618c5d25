import type { Received } from './exchange.js';
import type { OutboundAnswer } from './outbound-call.js';
import { OutboundFailure } from './outbound-failure.js';

/** @throws OutboundFailure `broken_answer` when a header field holds what HTTP does not allow. */
export function toAnswer(received: Received, durationMs: number): OutboundAnswer {
  const headers = readHeaders(received);
  return {
    status: received.status,
    headers,
    mediaType: mediaType(headers.get('content-type')),
    body: received.body,
    durationMs,
    date: readDate(headers.get('date')),
  };
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
