import { describeJsonFault, parseJsonDocument } from '../../json/json-document.js';
import type { JsonObject } from '../../json/json-object.js';
import { JwtFault } from './jwt-fault.js';

/** A JWS in compact serialization (RFC 7515 §7.1), read but not verified. */
export interface CompactJws {
  readonly raw: string;
  readonly header: JsonObject & { readonly alg: string };
  readonly claims: JsonObject;
}

const base64url = /^[A-Za-z0-9_-]+$/;

/**
 * Reads one base64url part as a JSON object.
 * @param repeatedMembers `unless-equal` for claims: RFC 7519 §4 lets the last of several count, which is the one that everybody
 *   reads only where all are equal. Keycloak 26 writes `iss` twice into authorization responses.
 */
export function readJsonPart(
  part: string,
  name: string,
  repeatedMembers: 'refused' | 'unless-equal' = 'refused',
): JsonObject {
  if (!base64url.test(part)) throw new JwtFault('malformed', `${name}: expected base64url`);
  const document = parseJsonDocument(Buffer.from(part, 'base64url'), { topLevel: 'object', repeatedMembers });
  if ('fault' in document) {
    const reason = document.fault === 'duplicate_member' ? 'duplicate_member' : 'malformed';
    throw new JwtFault(reason, `${name}: ${describeJsonFault(document)}`);
  }
  return document.value as JsonObject;
}

/** @throws JwtFault `malformed`, `duplicate_member` or `unsigned`. */
export function readCompactJws(raw: string): CompactJws {
  const [header, claims, signature, ...more] = raw.split('.');
  if (header === undefined || claims === undefined || signature === undefined || more.length > 0) {
    throw new JwtFault('malformed', `expected three parts, saw ${raw.split('.').length}`);
  }
  const readHeader = readJsonPart(header, 'header');
  const { alg } = readHeader;
  if (typeof alg !== 'string') throw new JwtFault('malformed', 'header: expected a text as alg');
  if (alg.toLowerCase() === 'none' || signature === '') {
    throw new JwtFault('unsigned', 'header: expected a signature algorithm, saw none or an empty signature');
  }
  if (!base64url.test(signature)) throw new JwtFault('malformed', 'signature: expected base64url');
  return { raw, header: { ...readHeader, alg }, claims: readJsonPart(claims, 'claims', 'unless-equal') };
}
