import './verifier.js';
import { canonicalJson } from '../../../src/audit/format/canonical-json.js';
import type { JsonValue } from '../../../src/audit/format/json-value.js';
import { envelopeStreamId } from '../../../src/audit/format/stream.js';
import { type Checkpoint, openCheckpoint } from '../../../src/audit/log/checkpoint.js';
import { verifyConsistency } from '../../../src/audit/log/consistency-proof.js';
import { InclusionVerifier } from '../../../src/audit/log/inclusion-verifier.js';
import { leafHash } from '../../../src/audit/log/leaf-hash.js';
import { type NoteVerifierKey, parseVerifierKey } from '../../../src/audit/log/signed-note.js';
import { Lie } from '../../../src/verify/lie.js';
import type { components } from '../api/schema.js';
import { keepCheckpoint, keptCheckpoint } from './kept-checkpoint.js';
import { signedByBrowser } from './signed-by-log.js';

type Trail = components['schemas']['AuditTrail'];
type InclusionProof = components['schemas']['InclusionProof'];
type ConsistencyProof = components['schemas']['ConsistencyProof'];

/** What is asked of the service; nothing of it is believed. */
export interface Log {
  keys(): Promise<string>;
  checkpoint(): Promise<string>;
  /** Null: the leaf is in no checkpoint yet. */
  inclusion(leafHash: string): Promise<InclusionProof | null>;
  consistency(from: number, to: number): Promise<ConsistencyProof>;
}

export type Proved =
  | { readonly what: 'chain'; readonly events: number }
  | { readonly what: 'signature'; readonly origin: string; readonly size: number; readonly byBrowser: boolean }
  | { readonly what: 'inclusion'; readonly events: number }
  | { readonly what: 'consistency'; readonly size: number; readonly keptAt: string };

export type NotProved =
  | { readonly what: 'first-visit' }
  | { readonly what: 'key-from-service' }
  | { readonly what: 'not-yet-in-log'; readonly events: number }
  | { readonly what: 'other-key' };

export interface TrailVerification {
  readonly proved: readonly Proved[];
  readonly notProved: readonly NotProved[];
  /** The first thing that is not true. */
  readonly lie: { readonly place: string; readonly what: string } | null;
}

/** The leaf that an event of a trail was made from, as text. */
function leafText({ leafHash: _claimed, disclosed: _beside, ...leaf }: Trail['events'][number]): string {
  return canonicalJson(leaf as unknown as JsonValue);
}

/** Hashes each event anew, and holds it to what the trail says and to the event after it. @throws Lie */
function verifyChain(trail: Trail, envelopeId: string): readonly Buffer[] {
  const { events, closing, tenant } = trail;
  const stream = `envelope:${envelopeStreamId(tenant, envelopeId)}`;
  if (trail.stream !== stream) throw new Lie('stream', `is ${trail.stream}; this envelope's is ${stream}`);
  let previous = null as string | null;
  const hashes = events.map((event, index) => {
    const place = `event ${index + 1}`;
    if (event.stream !== stream || event.tenant !== tenant) throw new Lie(place, 'belongs to another envelope');
    if (event.sequence !== index + 1) throw new Lie(place, `is missing: the next event is ${event.sequence}`);
    if (event.previous !== previous) throw new Lie(place, 'does not name the event before it');
    const hash = leafHash(leafText(event));
    if (hash.toString('hex') !== event.leafHash) throw new Lie(place, 'has another content than its hash was made of');
    previous = event.leafHash;
    return hash;
  });
  if (closing.count !== events.length || closing.leafHash !== events.at(-1)?.leafHash)
    throw new Lie('closing count', `says ${closing.count} events; there are ${events.length}`);
  return hashes;
}

const base64 = (text: string): Buffer => Buffer.from(text, 'base64');

/** Holds the present checkpoint to the last one that this browser has verified, and keeps it. @throws Lie */
async function compareWithKept(
  log: Log,
  present: Checkpoint,
  note: string,
  keyText: string,
): Promise<Proved | NotProved> {
  const kept = keptCheckpoint(present.origin);
  const keep = (): void => keepCheckpoint(present.origin, { note, keys: keyText, keptAt: new Date().toISOString() });
  if (kept === null) {
    keep();
    return { what: 'first-visit' };
  }
  const before = openCheckpoint(
    kept.note,
    kept.keys
      .split('\n')
      .filter((line) => line !== '')
      .map(parseVerifierKey),
  );
  if (before.size > present.size)
    throw new Lie('checkpoint', `has ${present.size} events; on ${kept.keptAt} the log had promised ${before.size}`);
  const proof = before.size === present.size ? [] : (await log.consistency(before.size, present.size)).proof;
  const claim = { from: before.size, fromRoot: before.root, to: present.size, toRoot: present.root };
  if (!verifyConsistency({ ...claim, proof: proof.map(base64) }))
    throw new Lie('checkpoint', `does not continue the one of ${kept.keptAt}: the log was rewritten`);
  keep();
  return { what: 'consistency', size: before.size, keptAt: kept.keptAt };
}

/** Every checkpoint that a verification has met, by its size: the log signs on meanwhile. */
type Met = Map<number, { readonly checkpoint: Checkpoint; readonly note: string }>;

/** @throws Lie when it is of another log, or of another tree than one of its size */
function meet(met: Met, note: string, keys: readonly NoteVerifierKey[]): Checkpoint {
  const checkpoint = openCheckpoint(note, keys);
  const [first] = met.values();
  if (first !== undefined && first.checkpoint.origin !== checkpoint.origin)
    throw new Lie('checkpoint', `is of the log ${checkpoint.origin}; the one before was of ${first.checkpoint.origin}`);
  const known = met.get(checkpoint.size);
  if (known !== undefined && !known.checkpoint.root.equals(checkpoint.root))
    throw new Lie('checkpoint', `was signed twice over ${checkpoint.size} events, and not the same ones`);
  met.set(checkpoint.size, { checkpoint, note });
  return checkpoint;
}

/** The last of them, which continues all others: else events could be shown in one log, and another one to somebody else. @throws Lie */
async function latestOf(log: Log, met: Met): Promise<{ readonly checkpoint: Checkpoint; readonly note: string }> {
  const sizes = [...met.keys()].sort((one, other) => one - other);
  const latest = met.get(sizes.at(-1) ?? 0);
  if (latest === undefined) throw new Lie('checkpoint', 'is missing');
  const to = latest.checkpoint;
  for (const { checkpoint: from } of met.values()) {
    if (from.size === 0 || from.size === to.size) continue;
    const { proof } = await log.consistency(from.size, to.size);
    const claim = { from: from.size, fromRoot: from.root, to: to.size, toRoot: to.root };
    if (!verifyConsistency({ ...claim, proof: proof.map(base64) }))
      throw new Lie(
        'checkpoint',
        `over ${to.size} events does not continue the one over ${from.size}: there are two logs`,
      );
  }
  return latest;
}

/** Each event in a signed tree, one question after the other. @throws Lie */
async function verifyInclusion(
  log: Log,
  keys: readonly NoteVerifierKey[],
  hashes: readonly Buffer[],
  met: Met,
  progress: (done: number, total: number) => void,
): Promise<number> {
  let included = 0;
  for (const [index, hash] of hashes.entries()) {
    const answer = await log.inclusion(hash.toString('hex'));
    if (answer !== null) {
      const { size, root } = meet(met, answer.checkpoint, keys);
      if (!new InclusionVerifier(size, root).verify(hash, answer.leafIndex, answer.proof))
        throw new Lie(`event ${index + 1}`, 'is not in the log: its inclusion proof does not lead to the signed root');
      included += 1;
    }
    progress(index + 1, hashes.length);
  }
  return included;
}

/**
 * Verifies a trail in this browser: leaf hashes, chain, closing count, the log's signature, inclusion of each event, and that the log
 * continues what this browser has seen of it before. By the code of `countersign-verify`.
 */
export async function verifyTrail(
  trail: Trail,
  envelopeId: string,
  log: Log,
  progress: (done: number, total: number) => void,
): Promise<TrailVerification> {
  const proved: Proved[] = [];
  const notProved: NotProved[] = [{ what: 'key-from-service' }];
  try {
    const hashes = verifyChain(trail, envelopeId);
    proved.push({ what: 'chain', events: hashes.length });
    const keyText = await log.keys();
    const keys = keyText
      .split('\n')
      .filter((line) => line !== '')
      .map(parseVerifierKey);
    const met: Met = new Map();
    meet(met, await log.checkpoint(), keys);
    const included = await verifyInclusion(log, keys, hashes, met, progress);
    const { checkpoint: present, note } = await latestOf(log, met);
    const [key] = keys;
    const byBrowser = key === undefined ? null : await signedByBrowser(note, key);
    if (byBrowser === false) throw new Lie('checkpoint', 'is not signed by the key of the log');
    proved.push({ what: 'signature', origin: present.origin, size: present.size, byBrowser: byBrowser === true });
    const kept = keptCheckpoint(present.origin);
    if (kept !== null && kept.keys !== keyText) notProved.push({ what: 'other-key' });
    const compared = await compareWithKept(log, present, note, keyText);
    if (compared.what === 'consistency') proved.push(compared);
    else notProved.push(compared as NotProved);
    if (included > 0) proved.push({ what: 'inclusion', events: included });
    if (included < hashes.length) notProved.push({ what: 'not-yet-in-log', events: hashes.length - included });
    return { proved, notProved, lie: null };
  } catch (error) {
    if (!(error instanceof Lie) && !(error instanceof Error && error.name === 'SignedNoteError')) throw error;
    const lie =
      error instanceof Lie ? { place: error.place, what: error.what } : { place: 'checkpoint', what: error.message };
    return { proved, notProved, lie };
  }
}
