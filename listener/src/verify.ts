import { createHash } from 'node:crypto';
import { hasDocusignSignature } from './docusign.js';
import { type CountersignEvent, readEvent } from './event.js';
import { ListenerError } from './listener-error.js';
import { numberOption } from './number-option.js';
import { type RawRequest, type ReceivedRequest, readRequest } from './received-request.js';
import { isKnown, type ReplayStore } from './replay-store.js';
import { type StandardSignature, verifiedStandardSignature } from './standard-webhooks.js';
import { type KeyOptions, readKeys, type VerificationKeys } from './verification-keys.js';

export interface VerifyOptions extends KeyOptions {
  /** How far `webhook-timestamp`, the time of the try, may be from now. Default: 300. */
  readonly toleranceSeconds?: number | undefined;
  /** Default: none, and nothing is called a duplicate. */
  readonly replayStore?: ReplayStore | undefined;
  /** Default: 1 MiB, far more than any event has. */
  readonly maximumBytes?: number | undefined;
  /** Milliseconds since 1970; for tests. Default: `Date.now`. */
  readonly now?: (() => number) | undefined;
}

/** A delivery whose signature was right. */
export interface VerifiedDelivery {
  readonly event: CountersignEvent;
  /** `event.data.id`: the key under which work is done once. */
  readonly id: string;
  /** The replay store knew the id: answer 2xx and do nothing. Retries and redeliveries keep the id. */
  readonly duplicate: boolean;
  readonly verifiedBy: StandardSignature | 'docusign';
  /** Value for the `Webhook-Receipt` header of the answer, which a listener with `acknowledgement: "receipt"` demands. */
  readonly receipt: string;
  /** Call it when the event could not be worked on, before answering anything but 2xx: the next try is then no duplicate. */
  readonly release: () => Promise<void>;
}

const DEFAULT_TOLERANCE_SECONDS = 300;
const DEFAULT_MAXIMUM_BYTES = 1_048_576;

/**
 * Verifies a delivery: reads the bytes, looks for one signature made with one of the given keys, judges the time of the try,
 * reads the event, and asks the replay store.
 *
 * Throws before anything of the body was interpreted when no signature fits. DocuSign's signature covers the body only, so a
 * delivery that has none but this may be an old one: give a replay store.
 *
 * @throws {ListenerError} with a code, and the status to answer
 * @throws {TypeError} when the options hold no usable key, or a limit that limits nothing
 */
export async function verify(request: ReceivedRequest, options: VerifyOptions): Promise<VerifiedDelivery> {
  const keys = readKeys(options);
  const tolerance = numberOption('toleranceSeconds', options.toleranceSeconds, DEFAULT_TOLERANCE_SECONDS);
  const most = numberOption('maximumBytes', options.maximumBytes, DEFAULT_MAXIMUM_BYTES);
  const raw = await readRequest(request, most);
  const verifiedBy = signatureOf(raw, keys);
  if (verifiedBy !== 'docusign') judgeTimestamp(raw, tolerance, (options.now ?? Date.now)() / 1000);
  const event = readEvent(raw.body);
  const { id } = event.data;
  const { replayStore } = options;
  return {
    event,
    id,
    duplicate: replayStore !== undefined && (await isKnown(replayStore, id)),
    verifiedBy,
    receipt: createHash('sha256').update(raw.body).digest('hex'),
    release: async () => {
      await replayStore?.delete(id);
    },
  };
}

function signatureOf(request: RawRequest, keys: VerificationKeys): VerifiedDelivery['verifiedBy'] {
  const standard = verifiedStandardSignature(request, keys.standardWebhooks, keys.publicKeys);
  if (standard !== null) return standard;
  if (hasDocusignSignature(request, keys.docusign)) return 'docusign';
  const signed = request.header('webhook-signature') ?? request.header('x-docusign-signature-1');
  if (signed === null)
    throw new ListenerError(
      'signature_missing',
      401,
      'The request has neither webhook-signature nor X-DocuSign-Signature-1.',
    );
  throw new ListenerError(
    'signature_differs',
    401,
    'No signature of the request was made with one of the given keys. Compare the secret with the listener’s, and verify the bytes as they arrived.',
  );
}

function judgeTimestamp(request: RawRequest, toleranceSeconds: number, now: number): void {
  const text = request.header('webhook-timestamp') ?? '';
  if (!/^\d{1,12}$/.test(text))
    throw new ListenerError('timestamp_malformed', 400, 'webhook-timestamp must be whole seconds since 1970.');
  const age = now - Number(text);
  if (age > toleranceSeconds)
    throw new ListenerError(
      'timestamp_too_old',
      401,
      `The try was made ${Math.round(age)} s ago, ${toleranceSeconds} s are allowed: a replay, or a clock that is wrong.`,
    );
  if (-age > toleranceSeconds)
    throw new ListenerError(
      'timestamp_too_new',
      401,
      `The try is dated ${Math.round(-age)} s ahead, ${toleranceSeconds} s are allowed: a clock is wrong.`,
    );
}
