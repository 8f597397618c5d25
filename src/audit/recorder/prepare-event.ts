import { CanonicalJsonError, canonicalJson } from '../format/canonical-json.js';
import type { JsonObject } from '../format/json-value.js';
import { buildLeaf, type Leaf, type LeafEvidence, type LeafParts } from '../format/leaf.js';
import { disclosureDigest, SALT_BYTES, saltedDigest } from '../format/salted-digest.js';
import { streamName } from '../format/stream.js';
import { wellFormed } from '../format/well-formed.js';
import type { AuditEventInput, Evidence } from '../recording.js';
import type { Disclosures, KeptEvidence } from './sealable.js';

/** Where an event will stand, and the randomness it needs. */
interface Place {
  readonly id: string;
  readonly streamId: string;
  readonly sequence: number;
  readonly previous: Buffer | null;
  /** Gives that many random bytes. */
  readonly random: (bytes: number) => Buffer;
}

/** An event whose leaf is built, with what has to be sealed beside it. */
export interface PreparedEvent {
  readonly id: string;
  readonly streamId: string;
  readonly sequence: number;
  readonly input: AuditEventInput;
  readonly leaf: Leaf;
  readonly disclosures: Disclosures | null;
  readonly evidence: readonly { readonly name: string; readonly kept: KeptEvidence }[];
}

/** Gives an event its place: salts its personal data, builds its leaf. @throws LeafTooLargeError */
export function prepareEvent(input: AuditEventInput, place: Place): PreparedEvent {
  const { id, streamId, sequence } = place;
  const disclosures = saltDisclosures(input.disclosures, place);
  const evidence = (input.evidence ?? []).map((one) => ({ name: one.name, kept: keep(one, place), of: one }));
  if ((disclosures !== null || evidence.length > 0) && input.dataKeyId === undefined) {
    throw new Error(`The event ${input.type} holds personal data and names no data key to seal it under`);
  }
  const leaf = buildRepairedLeaf({
    id,
    tenant: input.tenantId,
    stream: streamName(streamId, input.tenantId),
    sequence,
    previous: place.previous?.toString('hex') ?? null,
    type: input.type,
    time: input.occurredAt.toISOString(),
    actor: input.actor,
    correlationId: input.correlationId,
    ...(input.signerAuthenticationId === undefined ? {} : { signerAuthenticationId: input.signerAuthenticationId }),
    ...(input.attemptId === undefined ? {} : { attemptId: input.attemptId }),
    data: input.data,
    ...(disclosures === null ? {} : { disclosures: digestsOf(disclosures) }),
    ...(evidence.length === 0
      ? {}
      : { evidence: Object.fromEntries(evidence.map((one) => [one.name, leafEvidence(one.of, one.kept)])) }),
    ...(input.dataKeyId === undefined ? {} : { dataKeyId: input.dataKeyId }),
  });
  return { id, streamId, sequence, input, leaf, disclosures, evidence };
}

function buildRepairedLeaf(parts: LeafParts): Leaf {
  try {
    return buildLeaf(parts);
  } catch (error) {
    if (!(error instanceof CanonicalJsonError)) throw error;
    // Only lone surrogates can be repaired; what is no JSON at all is refused again.
    return buildLeaf({ ...parts, data: wellFormed(parts.data) as JsonObject });
  }
}

function saltDisclosures(values: AuditEventInput['disclosures'], { random }: Place): Disclosures | null {
  const entries = Object.entries(values ?? {});
  if (entries.length === 0) return null;
  return Object.fromEntries(
    entries.map(([name, value]) => [name, { salt: random(SALT_BYTES).toString('hex'), value: wellFormed(value) }]),
  );
}

function digestsOf(disclosures: Disclosures): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(disclosures).map(([name, { salt, value }]) => [
      name,
      disclosureDigest(Buffer.from(salt, 'hex'), value),
    ]),
  );
}

function keep(evidence: Evidence, { random }: Place): KeptEvidence {
  const salt = random(SALT_BYTES);
  switch (evidence.retain) {
    case 'all':
      return { retain: 'all', salt, bytes: Buffer.from(evidence.bytes) };
    case 'mapped': {
      const mapped = Buffer.from(canonicalJson(wellFormed(evidence.mapped ?? {})));
      return { retain: 'mapped', salt, mappedSalt: random(SALT_BYTES), mapped };
    }
    case 'digest':
      return { retain: 'digest', salt };
  }
}

function leafEvidence(evidence: Evidence, kept: KeptEvidence): LeafEvidence {
  return {
    bytes: evidence.bytes.length,
    digest: saltedDigest(kept.salt, evidence.bytes),
    ...(kept.retain === 'mapped' ? { mappedDigest: saltedDigest(kept.mappedSalt, kept.mapped) } : {}),
    mediaType: evidence.mediaType,
    retain: kept.retain,
  };
}
