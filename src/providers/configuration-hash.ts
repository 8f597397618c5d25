import { createHash } from 'node:crypto';
import { canonicalJson } from '../audit/format/canonical-json.js';
import type { JsonValue } from '../audit/recording.js';
import type { ProviderConfiguration } from './provider-configuration.js';

/** SHA-256 (hex) of a configuration as canonical JSON (RFC 8785): what the trail names a revision by. */
export function configurationHash(configuration: ProviderConfiguration): string {
  // Everything in a configuration came out of JSON; its type says so only for the members that it knows.
  return createHash('sha256')
    .update(canonicalJson(configuration as unknown as JsonValue))
    .digest('hex');
}
