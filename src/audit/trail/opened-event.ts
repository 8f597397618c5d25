import type { JsonValue } from '../format/json-value.js';
import type { ReadLeafEvidence, SealedMembers } from '../format/leaf.schema.js';
import { disclosureDigest, saltedDigest } from '../format/salted-digest.js';
import type { Disclosed, Disclosures, KeptEvidence } from '../recorder/sealable.js';

/**
 * Why something that the leaf has a digest of cannot be shown: `erased` when row or key are gone, `altered` when what is stored
 * does not open or does not have that digest.
 */
type Absence = 'erased' | 'altered';

/** What stands beside a leaf, opened and compared with the leaf's digests. */
export interface OpenedEvent {
  readonly values: ReadonlyMap<string, Disclosed>;
  readonly evidence: ReadonlyMap<string, KeptEvidence>;
  readonly absent: readonly { readonly name: string; readonly what: 'value' | 'evidence'; readonly why: Absence }[];
}

/** What the database had: null where there is no row or no key, `altered` where the row did not open. */
interface SealedContent {
  readonly disclosures: Disclosures | 'altered' | null;
  readonly evidence: ReadonlyMap<string, KeptEvidence | 'altered'>;
}

/** Takes only what has the digest that the leaf promises. */
export function judgeContent(leaf: SealedMembers, content: SealedContent): OpenedEvent {
  const absent: OpenedEvent['absent'][number][] = [];
  const values = new Map<string, Disclosed>();
  for (const [name, digest] of Object.entries(leaf.disclosures ?? {})) {
    const { disclosures } = content;
    if (disclosures === null) absent.push({ name, what: 'value', why: 'erased' });
    else if (disclosures === 'altered') absent.push({ name, what: 'value', why: 'altered' });
    else {
      const disclosed = Object.hasOwn(disclosures, name) ? disclosures[name] : undefined;
      if (disclosed !== undefined && hasDigest(disclosed, digest)) values.set(name, disclosed);
      else absent.push({ name, what: 'value', why: 'altered' });
    }
  }
  const evidence = new Map<string, KeptEvidence>();
  for (const [name, promised] of Object.entries(leaf.evidence ?? {})) {
    const kept = content.evidence.get(name);
    if (kept === undefined) absent.push({ name, what: 'evidence', why: 'erased' });
    else if (kept !== 'altered' && isAsPromised(kept, promised)) evidence.set(name, kept);
    else absent.push({ name, what: 'evidence', why: 'altered' });
  }
  return { values, evidence, absent };
}

function hasDigest(disclosed: Disclosed, digest: string): boolean {
  return disclosureDigest(Buffer.from(disclosed.salt, 'hex'), disclosed.value) === digest;
}

function isAsPromised(kept: KeptEvidence, promised: ReadLeafEvidence): boolean {
  if (kept.retain !== promised.retain) return false;
  switch (kept.retain) {
    case 'all':
      return saltedDigest(kept.salt, kept.bytes) === promised.digest;
    case 'mapped':
      return saltedDigest(kept.mappedSalt, kept.mapped) === promised.mappedDigest;
    case 'digest':
      // Only the salt was kept: it can be checked by whoever holds the body.
      return true;
  }
}

/** The JSON form in which opened content is shown. Bytes are base64. */
export function showOpened(opened: OpenedEvent): JsonValue {
  return {
    values: Object.fromEntries([...opened.values].map(([name, { salt, value }]) => [name, { salt, value }])),
    evidence: Object.fromEntries([...opened.evidence].map(([name, kept]) => [name, showEvidence(kept)])),
    absent: opened.absent.map(({ name, what, why }) => ({ name, what, why })),
  };
}

function showEvidence(kept: KeptEvidence): JsonValue {
  const salt = kept.salt.toString('hex');
  switch (kept.retain) {
    case 'all':
      return { salt, base64: kept.bytes.toString('base64') };
    case 'mapped':
      return {
        salt,
        mappedSalt: kept.mappedSalt.toString('hex'),
        mapped: JSON.parse(kept.mapped.toString()) as JsonValue,
      };
    case 'digest':
      return { salt };
  }
}
