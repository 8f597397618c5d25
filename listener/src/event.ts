import { ListenerError } from './listener-error.js';

/** An event as Countersign sends it. Members that this version does not know are kept. */
export interface CountersignEvent {
  /** For example `signer_authentication.succeeded`. */
  readonly type: string;
  /** When it happened, RFC 3339. */
  readonly timestamp: string;
  readonly data: {
    /** The id of the event, the same at each try and redelivery. */
    readonly id: string;
    readonly tenant?: string;
    readonly envelopeId?: string | null;
    readonly workstepId?: string | null;
    readonly signerAuthenticationId?: string | null;
    readonly status?: string | null;
    readonly provider?: string | null;
    readonly [member: string]: unknown;
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (cause) {
    throw new ListenerError('not_an_event', 400, 'The body is signed, but is not JSON in UTF-8.', { cause });
  }
}

/** @throws {ListenerError} `not_an_event` */
export function readEvent(body: Buffer): CountersignEvent {
  const value = parsed(body);
  if (
    !isObject(value) ||
    typeof value['type'] !== 'string' ||
    typeof value['timestamp'] !== 'string' ||
    !isObject(value['data']) ||
    typeof value['data']['id'] !== 'string'
  )
    throw new ListenerError('not_an_event', 400, 'The body is signed, but has no type, timestamp and data.id.');
  return value as unknown as CountersignEvent;
}
