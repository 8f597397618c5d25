import { CanonicalJsonError, canonicalJson } from '../audit/format/canonical-json.js';
import { type ReadLeaf, type ReadLeafEvidence } from '../audit/format/leaf.schema.js';
import type { DisclosureLine } from '../audit/format/package.schema.js';
import { disclosureDigest, saltedDigest } from '../audit/format/salted-digest.js';
import type { ChainedEvent } from './chain.js';
import { Lie } from './lie.js';
import type { PackageReader } from './package-reader.js';

/** Something that an event has a digest of and the package does not have. */
export interface Absent {
  readonly event: ChainedEvent;
  readonly name: string;
  readonly what: 'value' | 'evidence';
}

/** What stands beside an event, each compared with the digest in the event. */
export interface EventContent {
  readonly values: number;
  /** Bodies by name. */
  readonly bodies: ReadonlyMap<string, Buffer>;
  /** How many bodies only the salt or the mapped values were kept of. */
  readonly digestsOnly: number;
  readonly absent: readonly Absent[];
}

export function hasContent(leaf: ReadLeaf): boolean {
  return leaf.disclosures !== undefined || leaf.evidence !== undefined;
}

/** @throws Lie naming the value or body that is not the one that the event has recorded, or that no event has recorded */
export async function verifyContent(
  reader: PackageReader,
  event: ChainedEvent,
  line: DisclosureLine,
): Promise<EventContent> {
  const { leaf, place } = event;
  const absent: Absent[] = [];
  const isAbsent = (name: string, what: Absent['what']): boolean => {
    const listed = line.absent.find((one) => one.name === name && one.what === what);
    if (listed?.why === 'altered') throw new Lie(place, `the ${what} ${name} was altered where it was stored`);
    if (listed !== undefined) absent.push({ event, name, what });
    return listed !== undefined;
  };
  refuseUnknown(place, 'value', line.values, leaf.disclosures);
  refuseUnknown(place, 'evidence', line.evidence, leaf.evidence);
  refuseFalseAbsence(place, line, leaf);
  let values = 0;
  for (const [name, digest] of Object.entries(leaf.disclosures ?? {})) {
    const disclosed = own(line.values, name);
    if (disclosed !== undefined) {
      if (digestOf(place, name, disclosed) !== digest)
        throw new Lie(place, `the value ${name} is not the recorded one`);
      values += 1;
    } else if (!isAbsent(name, 'value')) throw new Lie(place, `the value ${name} is missing`);
  }
  const bodies = new Map<string, Buffer>();
  let digestsOnly = 0;
  for (const [name, promised] of Object.entries(leaf.evidence ?? {})) {
    const kept = own(line.evidence, name);
    if (kept !== undefined) {
      const body = await verifyEvidence(reader, place, name, promised, kept);
      if (body === null) digestsOnly += 1;
      else bodies.set(name, body);
    } else if (!isAbsent(name, 'evidence')) throw new Lie(place, `the evidence ${name} is missing`);
  }
  return { values, bodies, digestsOnly, absent };
}

async function verifyEvidence(
  reader: PackageReader,
  place: string,
  name: string,
  promised: ReadLeafEvidence,
  kept: DisclosureLine['evidence'][string],
): Promise<Buffer | null> {
  refuseMoreThanKept(place, name, promised, kept);
  switch (promised.retain) {
    case 'digest':
      return null;
    case 'mapped': {
      const text = canonical(place, name, kept.mapped ?? {});
      const digest = saltedDigest(Buffer.from(kept.mappedSalt ?? '', 'hex'), text);
      if (digest !== promised.mappedDigest) throw new Lie(place, `what was kept of ${name} is not the recorded`);
      return null;
    }
    case 'all': {
      if (kept.file === undefined) throw new Lie(place, `the evidence ${name} has no file`);
      const body = await reader.bytes(kept.file);
      if (saltedDigest(Buffer.from(kept.salt, 'hex'), body) !== promised.digest) {
        throw new Lie(place, `${kept.file} is not the recorded ${name}`);
      }
      return body;
    }
  }
}

function digestOf(place: string, name: string, disclosed: DisclosureLine['values'][string]): string {
  canonical(place, name, disclosed.value);
  return disclosureDigest(Buffer.from(disclosed.salt, 'hex'), disclosed.value);
}

function canonical(place: string, name: string, value: DisclosureLine['values'][string]['value']): string {
  try {
    return canonicalJson(value);
  } catch (cause) {
    if (cause instanceof CanonicalJsonError) throw new Lie(place, `${name} ${cause.message}`, { cause });
    throw cause;
  }
}

function refuseUnknown(place: string, what: string, shown: object, recorded: object | undefined): void {
  const stranger = Object.keys(shown).find((name) => recorded === undefined || !Object.hasOwn(recorded, name));
  if (stranger !== undefined)
    throw new Lie(place, `the ${what} ${stranger} is shown, and the event has not recorded it`);
}

/** Nothing vouches for what is shown of evidence of which the event says that it was not kept so. */
function refuseMoreThanKept(
  place: string,
  name: string,
  { retain }: ReadLeafEvidence,
  { file, mapped }: DisclosureLine['evidence'][string],
): void {
  const shown =
    retain !== 'all' && file !== undefined ? 'file' : retain !== 'mapped' && mapped !== undefined ? 'mapped' : null;
  if (shown !== null)
    throw new Lie(place, `the evidence ${name} is shown with ${shown}, and the event says that ${retain} was kept`);
}

/** What is said to be absent is something that the event has recorded, and is not shown. */
function refuseFalseAbsence(place: string, { values, evidence, absent }: DisclosureLine, leaf: ReadLeaf): void {
  for (const { name, what } of absent) {
    const [recorded, shown] = what === 'value' ? [leaf.disclosures, values] : [leaf.evidence, evidence];
    if (recorded === undefined || !Object.hasOwn(recorded, name))
      throw new Lie(place, `the ${what} ${name} is said to be absent, and the event has not recorded it`);
    if (Object.hasOwn(shown, name)) throw new Lie(place, `the ${what} ${name} is said to be absent, and is shown`);
  }
}

function own<T>(object: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}
