import type { JsonValue } from '../format/json-value.js';
import { SALT_BYTES } from '../format/salted-digest.js';

/** What is sealed beside a leaf. These layouts are stored: changing one needs a new form that can be told apart. */

/** A value whose salted digest stands in the leaf. */
export interface Disclosed {
  /** Hex. */
  readonly salt: string;
  readonly value: JsonValue;
}

/** Everything that one event discloses, by name. */
export type Disclosures = Readonly<Record<string, Disclosed>>;

export function writeDisclosures(disclosures: Disclosures): Buffer {
  return Buffer.from(JSON.stringify(disclosures));
}

export function readDisclosures(plaintext: Buffer): Disclosures {
  return JSON.parse(plaintext.toString()) as Disclosures;
}

/** What is kept of one evidence. */
export type KeptEvidence =
  | { readonly retain: 'all'; readonly salt: Buffer; readonly bytes: Buffer }
  | { readonly retain: 'mapped'; readonly salt: Buffer; readonly mappedSalt: Buffer; readonly mapped: Buffer }
  | { readonly retain: 'digest'; readonly salt: Buffer };

/** Salts first, then what was kept. */
export function writeEvidence(kept: KeptEvidence): Buffer {
  switch (kept.retain) {
    case 'all':
      return Buffer.concat([kept.salt, kept.bytes]);
    case 'mapped':
      return Buffer.concat([kept.salt, kept.mappedSalt, kept.mapped]);
    case 'digest':
      return kept.salt;
  }
}

export function readEvidence(retain: KeptEvidence['retain'], plaintext: Buffer): KeptEvidence {
  const salt = plaintext.subarray(0, SALT_BYTES);
  const rest = plaintext.subarray(SALT_BYTES);
  switch (retain) {
    case 'all':
      return { retain, salt, bytes: rest };
    case 'mapped':
      return { retain, salt, mappedSalt: rest.subarray(0, SALT_BYTES), mapped: rest.subarray(SALT_BYTES) };
    case 'digest':
      return { retain, salt };
  }
}
