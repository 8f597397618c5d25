import type { CountersignError } from '../../errors/countersign-error.js';
import { describeJsonFault, type JsonDocument, parseJsonDocument } from '../../json/json-document.js';
import { quoteForeign } from '../../outbound/foreign-text.js';
import type { OutboundAnswer } from '../../outbound/outbound-call.js';
import type { Leniency } from '../../providers/provider-configuration.js';
import { wouldPassWith } from '../leniency.js';
import { refuse, refuseQuoting } from '../refusal.js';

type Answer = Pick<OutboundAnswer, 'status' | 'mediaType' | 'body'> & { readonly headers?: Headers };

/** JSON, and JSON that a careless server labels as a web page. */
function isJsonMediaType(mediaType: string | null): boolean {
  if (mediaType === null) return false;
  return mediaType === 'application/json' || mediaType === 'text/html' || /^[^/]+\/[^/]+\+json$/.test(mediaType);
}

/**
 * Judges the status of a resource's answer.
 * @param secrets never repeated in a detail
 * @throws CountersignError `resource.redirect` or `resource.http_error`
 */
export function requireSuccess({ status, headers }: Answer, secrets: readonly string[]): void {
  if (status >= 200 && status < 300) return;
  if (status < 400) throw refuse('resource.redirect', `status ${status}; redirects are not followed`);
  const challenge = headers?.get('www-authenticate') ?? null;
  if (challenge === null) throw refuse('resource.http_error', `status ${status}`);
  const said = quoteForeign(challenge, secrets);
  throw refuseQuoting('resource.http_error', `status ${status}; WWW-Authenticate`, said);
}

/** A document of a resource, and what was let pass in it by name. */
export interface ReadDocument {
  readonly value: unknown;
  readonly relaxations: readonly Leniency[];
}

/**
 * Reads a resource's body: a JSON object or array. Pure.
 * @param leniency what the admin allows by name
 * @throws CountersignError `resource.media_type_unsupported`, `resource.not_json` or `resource.not_object_or_array`
 */
export function readResourceDocument(answer: Answer, leniency: readonly Leniency[]): ReadDocument {
  const mislabelled = !isJsonMediaType(answer.mediaType);
  if (mislabelled && !leniency.includes('json-as-text')) throw refuseMediaType(answer);
  const { document, encoding } = parse(answer);
  const isLatin1 = encoding === 'latin-1';
  if ('fault' in document || (isLatin1 && !leniency.includes('latin-1'))) throw refuseDocument(document);
  const relaxations: Leniency[] = mislabelled ? ['json-as-text'] : [];
  return { value: document.value, relaxations: isLatin1 ? [...relaxations, 'latin-1'] : relaxations };
}

function refuseMediaType(answer: Answer): CountersignError {
  const { mediaType } = answer;
  const seen = mediaType === null ? 'none' : quoteForeign(mediaType);
  const helps = 'fault' in parse(answer).document ? '' : wouldPassWith('json-as-text');
  const detail = `media type: expected application/json or …+json, saw ${seen}${helps}`;
  return refuse('resource.media_type_unsupported', detail);
}

/** A document without a fault is one that is no UTF-8, and that a leniency would have read. */
function refuseDocument(document: JsonDocument): CountersignError {
  if (!('fault' in document)) {
    return refuse('resource.not_json', `${describeJsonFault({ fault: 'not_utf8' })}${wouldPassWith('latin-1')}`);
  }
  const code = document.fault === 'scalar_at_top' ? 'resource.not_object_or_array' : 'resource.not_json';
  return refuse(code, describeJsonFault(document));
}

const topLevel = { topLevel: 'object-or-array' } as const;

/** UTF-8 as RFC 8259 §8.1 has it, else ISO 8859-1 where the bytes can be that. */
function parse({ body, headers }: Answer): { readonly document: JsonDocument; readonly encoding: 'utf-8' | 'latin-1' } {
  const document = parseJsonDocument(body, topLevel);
  const text = 'fault' in document && document.fault === 'not_utf8' ? readLatin1(body, headers) : null;
  if (text === null) return { document, encoding: 'utf-8' };
  return { document: parseJsonDocument(Buffer.from(text, 'utf8'), topLevel), encoding: 'latin-1' };
}

const latin1Charsets: readonly string[] = ['iso-8859-1', 'latin1', 'utf-8', 'utf8', 'us-ascii'];

/**
 * Reads what is no UTF-8 as ISO 8859-1. The bytes 0x80 to 0x9F are no letters there, so that where they stand, or where the
 * header names another encoding, it is something else.
 */
function readLatin1(body: Uint8Array, headers: Headers | undefined): string | null {
  const charset = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(headers?.get('content-type') ?? '')?.[1]?.toLowerCase();
  if (charset !== undefined && !latin1Charsets.includes(charset)) return null;
  return body.some((byte) => byte >= 0x80 && byte <= 0x9f) ? null : Buffer.from(body).toString('latin1');
}
