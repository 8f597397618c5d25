import { parseJsonDocument } from '../../json/json-document.js';
import type { JsonObject } from '../../json/json-object.js';

/** Parameters of the protocol itself (RFC 6749 §4.1.2, RFC 9207, OpenID Connect Session Management); no data about the signer. */
const protocolParameters: ReadonlySet<string> = new Set([
  'code',
  'state',
  'iss',
  'response',
  'session_state',
  'scope',
  'id_token',
  'aud',
  'exp',
]);

/** Text that is a JSON document (Apple's `user`) as that document, other text as it is. */
function readValue(text: string): unknown {
  const document = parseJsonDocument(Buffer.from(text), { topLevel: 'object-or-array' });
  return 'fault' in document ? text : document.value;
}

/**
 * What an authorization response says about the signer. It passed through the signer's browser, so unless it came in a signed
 * JWT it is the signer's own word.
 */
export function responseClaims(parameters: URLSearchParams): JsonObject {
  const entries = [...parameters].filter(([name]) => !protocolParameters.has(name));
  return Object.fromEntries(entries.map(([name, text]) => [name, readValue(text)]));
}
