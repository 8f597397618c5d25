import type { Lookups, Transaction } from '../database/transaction.js';
import type { Write } from '../database/write-together.js';
import type { AuditEventType } from './audit-event-type.js';
import type { JsonValue } from './format/json-value.js';
import type { Actor } from './format/leaf.js';
import type { StreamHead } from './stream-head.js';

export type { JsonValue } from './format/json-value.js';
export type { Actor } from './format/leaf.js';

/**
 * Where an event is numbered: one stream per envelope, one per user for what is about them as a user, and one per tenant for
 * everything else. `envelopeId` is the id of the envelope's stream. A user's stream begins with its first event.
 */
type StreamReference = { readonly envelopeId: string } | { readonly userId: string } | 'tenant';

/**
 * Raw bytes as they were received. The leaf gets a salted digest of them whatever is retained; bytes and salt are sealed under
 * the data key.
 */
export interface Evidence {
  /**
   * Unique within the event, e.g. `id_token`, `jwk`, `resource:userinfo`. Verifiers read `id_token` (a compact JWS) and `jwk`
   * (the JWK that verified it) by these names.
   */
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
  /** `all` stores the bytes, `mapped` only what mappings have read, `digest` neither. */
  readonly retain: 'all' | 'mapped' | 'digest';
  /** For `mapped`: the values that mappings have read, by claim path. Left out, nothing is kept but the digest. */
  readonly mapped?: Readonly<Record<string, JsonValue>>;
}

/** One thing that happened, before it has a place in its stream. */
export interface AuditEventInput {
  readonly tenantId: string;
  readonly stream: StreamReference;
  readonly type: AuditEventType;
  readonly occurredAt: Date;
  readonly actor: Actor;
  readonly correlationId: string;
  readonly signerAuthenticationId?: string;
  readonly attemptId?: string;
  /** What everyone who reads the trail may see. MUST hold no personal data, token, code or secret. */
  readonly data: Readonly<Record<string, JsonValue>>;
  /** Personal values by name. The leaf gets a salted digest of each; values and salts are sealed beside it. */
  readonly disclosures?: Readonly<Record<string, JsonValue>>;
  readonly evidence?: readonly Evidence[];
  /** The data key of the recipient whom disclosures and evidence are about. Required when either is present. */
  readonly dataKeyId?: string;
}

/** Where an event came to stand. */
export interface RecordedEvent {
  readonly id: string;
  readonly sequence: number;
  /** RFC 9162 leaf hash, 32 bytes in lower-case hex. */
  readonly leafHash: string;
}

/** Events with their places, to be written together with what they record. */
export interface PreparedEvents {
  readonly writes: readonly Write[];
  /** Where they will stand, in the order given, once the writes have been made. */
  readonly recorded: readonly RecordedEvent[];
  /** Where the streams of the events stand then. */
  readonly heads: readonly StreamHead[];
}

/**
 * How many events of one kind this instance has recorded since it started, those of transactions that were rolled back afterwards
 * included.
 */
export interface RecordedCount {
  readonly type: AuditEventType;
  /** The error code that the events name; null where they name none. */
  readonly code: string | null;
  readonly count: number;
}

/**
 * Writes events in the transaction, or the statement, of what they record.
 *
 * Implementations MUST number the events of one stream without gaps in the order given, MUST chain each to the one before,
 * and MUST write nothing when the transaction rolls back. Several streams in one call are taken in a fixed order, so that two
 * transactions cannot wait for each other. They answer in the order given.
 */
export abstract class AuditRecorder {
  abstract record(transaction: Transaction, events: readonly AuditEventInput[]): Promise<readonly RecordedEvent[]>;

  /**
   * Prepares events for `writeTogether`, after the heads that were read with what they are about. Nothing is locked: the writes
   * are refused when another event has come between.
   * @param known heads that were read already; those of other streams are read here. An envelope whose stream may not be stored
   *   yet MUST be among them
   */
  abstract prepare(
    reading: Lookups,
    known: readonly StreamHead[],
    events: readonly AuditEventInput[],
  ): Promise<PreparedEvents>;

  /** For metrics. */
  abstract counts(): readonly RecordedCount[];

  /** Has `hear` called whenever this instance has written events; their transaction may not have ended yet. It MUST NOT throw. */
  abstract onRecorded(hear: () => void): void;
}
