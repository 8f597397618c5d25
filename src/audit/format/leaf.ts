import { leafHash } from '../log/leaf-hash.js';
import { canonicalJson } from './canonical-json.js';
import type { JsonObject, JsonValue } from './json-value.js';
import type { StreamName } from './stream.js';

/** Names the leaf's format; readers refuse leaves of a format that they do not know. */
export const LEAF_FORMAT = 'countersign-event/1';

/** A leaf is smaller than this, so that its length fits the 16 bits that tile logs give an entry. */
export const LEAF_LIMIT_BYTES = 65_536;

/** UTF-8 bytes that one UTF-16 code unit can take. */
const LARGEST_UTF8 = 3;

/** Who acted. `id` is an API key id, a signer authentication id (for `signer`), or the name of a job (for `system`). */
export interface Actor {
  readonly type: 'api_key' | 'oauth_client' | 'user' | 'signer' | 'system';
  readonly id: string;
  /** The OAuth client through which a user acts. */
  readonly client?: string;
  /** The user for whom an OAuth client acts by the JWT Grant. */
  readonly user?: string;
  /** The consent that lets it. */
  readonly consent?: string;
  /** Who gave that consent: the user, or an administrator for the tenant. */
  readonly consentedBy?: string;
}

/** What a leaf says about raw bytes that are stored beside it. */
export type LeafEvidence = {
  /** Salted SHA-256 of the bytes as received, hex. */
  readonly digest: string;
  readonly bytes: number;
  readonly mediaType: string;
  readonly retain: 'all' | 'mapped' | 'digest';
  /** For `mapped`: salted SHA-256 of the canonical JSON of what was kept, hex. */
  readonly mappedDigest?: string;
};

/** Everything that a leaf is made from. Times are given as RFC 3339 UTC with milliseconds. */
export interface LeafParts {
  readonly id: string;
  readonly tenant: string;
  readonly stream: StreamName;
  /** 1 for the first event of a stream, then without gaps. */
  readonly sequence: number;
  /** Leaf hash (hex) of the event before in the same stream; null for the first. */
  readonly previous: string | null;
  readonly type: string;
  readonly time: string;
  readonly actor: Actor;
  readonly correlationId: string;
  readonly signerAuthenticationId?: string;
  readonly attemptId?: string;
  readonly data: JsonObject;
  /** Salted digests (hex) of personal values, by name. */
  readonly disclosures?: Readonly<Record<string, string>>;
  readonly evidence?: Readonly<Record<string, LeafEvidence>>;
  /** The data key under which values, salts and bytes are sealed. Destroying it erases them. */
  readonly dataKeyId?: string;
}

export interface Leaf {
  /** The leaf's bytes as text: canonical JSON, hence without a line break. */
  readonly text: string;
  /** RFC 9162 leaf hash of the text's UTF-8 bytes. */
  readonly hash: Buffer;
}

export class LeafTooLargeError extends Error {
  constructor(type: string, bytes: number) {
    super(`An event ${type} of ${bytes} bytes was to be recorded; a leaf has less than ${LEAF_LIMIT_BYTES}`);
    this.name = 'LeafTooLargeError';
  }
}

/**
 * Builds a leaf of format `countersign-event/1`.
 * @throws CanonicalJsonError when `data` holds what JSON cannot
 * @throws LeafTooLargeError
 */
export function buildLeaf(parts: LeafParts): Leaf {
  const text = leafText(parts);
  const bytes = text.length * LARGEST_UTF8 < LEAF_LIMIT_BYTES ? 0 : Buffer.byteLength(text);
  if (bytes >= LEAF_LIMIT_BYTES) throw new LeafTooLargeError(parts.type, bytes);
  return { text, hash: leafHash(text) };
}

/** The members in canonical order, absent ones left out. Written one by one: every login builds about ten leaves. */
function leafText(parts: LeafParts): string {
  const { actor } = parts;
  return (
    `{"actor":${actorText(actor)}` +
    optional('attemptId', parts.attemptId) +
    `,"correlationId":${canonicalJson(parts.correlationId)},"data":${canonicalJson(parts.data)}` +
    optional('dataKeyId', parts.dataKeyId) +
    optional('disclosures', parts.disclosures) +
    optional('evidence', parts.evidence) +
    `,"format":"${LEAF_FORMAT}","id":${canonicalJson(parts.id)},"previous":${canonicalJson(parts.previous)}` +
    `,"sequence":${canonicalJson(parts.sequence)}` +
    optional('signerAuthenticationId', parts.signerAuthenticationId) +
    `,"stream":${canonicalJson(parts.stream)},"tenant":${canonicalJson(parts.tenant)}` +
    `,"time":${canonicalJson(parts.time)},"type":${canonicalJson(parts.type)}}`
  );
}

function actorText({ id, type, client, user, consent, consentedBy }: Actor): string {
  const itself = `"id":${canonicalJson(id)},"type":${canonicalJson(type)}`;
  if (client === undefined && user === undefined) return `{${itself}}`;
  const before = `${optional('client', client)}${optional('consent', consent)}${optional('consentedBy', consentedBy)}`;
  return `{${before === '' ? '' : `${before.slice(1)},`}${itself}${optional('user', user)}}`;
}

function optional(name: string, value: JsonValue | undefined): string {
  return value === undefined ? '' : `,"${name}":${canonicalJson(value)}`;
}
