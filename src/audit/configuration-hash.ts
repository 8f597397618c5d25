import { createHash } from 'node:crypto';
import { canonicalJson } from './format/canonical-json.js';
import type { JsonValue } from './format/json-value.js';

/** SHA-256 (hex) of a configuration as canonical JSON (RFC 8785): what the trail names a revision by. */
export function configurationHash(configuration: object): string {
  // Everything in a configuration came out of JSON; its type says so only for the members that it knows.
  return createHash('sha256')
    .update(canonicalJson(configuration as unknown as JsonValue))
    .digest('hex');
}
