import {
  type DisclosureLine,
  disclosureLineSchema,
  type Manifest,
  manifestSchema,
  type ProofLine,
  packageFiles,
  proofLineSchema,
} from '../audit/format/package.schema.js';
import type { Checkpoint } from '../audit/log/checkpoint.js';
import type { NoteVerifierKey } from '../audit/log/signed-note.js';
import { Chain } from './chain.js';
import { hasContent, verifyContent } from './content.js';
import { Erasures } from './erasures.js';
import { IdTokens } from './id-tokens.js';
import { Lie } from './lie.js';
import type { Lines } from './lines.js';
import { PackageReader, parseJson } from './package-reader.js';
import { count, type Progress, type VerificationReport, type Verified } from './report.js';
import { openPackageCheckpoint, readTenantEvents, SignedLog } from './signed-tree.js';

/** What a package was verified to say, for further comparison. */
interface PackageVerification {
  readonly report: VerificationReport;
  /** The signed state of the log; null when that was the lie. */
  readonly checkpoint: Checkpoint | null;
}

/**
 * Verifies an evidence package: signature, chain, completeness, inclusion, digests, ID tokens, erasures. Nothing is believed
 * because the package says so: the keys come from elsewhere.
 */
export async function verifyPackage(
  file: string,
  keys: readonly NoteVerifierKey[],
  progress: Progress,
): Promise<PackageVerification> {
  const verified: Verified[] = [];
  const say = (check: string, detail: string): unknown => verified.push({ check, detail });
  let reader: PackageReader | null = null;
  let subject = file;
  let checkpoint: Checkpoint | null = null;
  try {
    reader = await PackageReader.open(file);
    const manifest = parseJson(await reader.text(packageFiles.manifest), manifestSchema, packageFiles.manifest);
    subject = `${file}: envelope ${JSON.stringify(manifest.envelopeId)}`;
    checkpoint = await openPackageCheckpoint(reader, manifest, keys);
    say('checkpoint', `signed: ${count(checkpoint.size, 'event')} of ${checkpoint.origin}`);
    await verifyEvents(reader, manifest, new SignedLog(checkpoint), progress, say);
    refuseStrangers(reader);
    return { report: { subject, verified, lie: null }, checkpoint };
  } catch (error) {
    if (!(error instanceof Lie)) throw error;
    return { report: { subject, verified, lie: { place: error.place, what: error.what } }, checkpoint };
  } finally {
    reader?.close();
  }
}

async function verifyEvents(
  reader: PackageReader,
  manifest: Manifest,
  log: SignedLog,
  progress: Progress,
  say: (check: string, detail: string) => unknown,
): Promise<void> {
  const tenantEvents = await readTenantEvents(reader, manifest, log);
  const chain = new Chain(manifest);
  const idTokens = new IdTokens(tenantEvents);
  const erasures = new Erasures(tenantEvents);
  const proofs = reader.lines(packageFiles.proofs);
  const disclosures = new DisclosureLines(reader);
  const found = { values: 0, bodies: 0, digestsOnly: 0 };
  const events = reader.lines(packageFiles.events);
  for (let text = await events.next(); text !== undefined; text = await events.next()) {
    const event = chain.add(text);
    log.requireInclusion(event.hash, proofLine(await proofs.next(), event.leaf.sequence), event.place);
    const content = hasContent(event.leaf)
      ? await verifyContent(reader, event, await disclosures.of(event.leaf.sequence))
      : null;
    idTokens.note(event.leaf);
    erasures.note(event.leaf, content?.absent ?? []);
    if (content !== null) {
      await idTokens.verify(event, content);
      found.values += content.values;
      found.bodies += content.bodies.size;
      found.digestsOnly += content.digestsOnly;
    }
    if (chain.length % 1000 === 0) progress('events', chain.length, manifest.events);
  }
  chain.close();
  await disclosures.end();
  if ((await proofs.next()) !== undefined) throw new Lie(packageFiles.proofs, 'has proofs of more events');
  const absent = erasures.account();
  progress('events', chain.length, manifest.events);
  say('chain', `${count(chain.length, 'event')}, numbered without gaps, each naming the one before`);
  say('completeness', `the closing count is ${chain.length}`);
  say('inclusion', `${count(chain.length + tenantEvents.length, 'event')} proven to be in the signed log`);
  say('digests', `${count(found.values, 'value')} and ${count(found.bodies, 'body', 'bodies')} as recorded`);
  if (found.digestsOnly > 0)
    say('digests only', `${count(found.digestsOnly, 'body was', 'bodies were')} not kept whole`);
  say('ID tokens', `${idTokens.verified} signed by keys that the log knew${secretNote(idTokens)}`);
  if (absent > 0) say('erasures', `${count(absent, 'value or body', 'values and bodies')} erased, as events say`);
}

function secretNote({ keyedWithSecret }: IdTokens): string {
  return keyedWithSecret === 0 ? '' : `; ${keyedWithSecret} keyed with the client secret, which nobody else can verify`;
}

function proofLine(text: string | undefined, sequence: number): ProofLine {
  const place = `${packageFiles.proofs} line ${sequence}`;
  if (text === undefined) throw new Lie(place, 'is missing');
  const line = parseJson(text, proofLineSchema, place);
  if (line.sequence !== sequence) throw new Lie(place, `is the proof of event ${line.sequence}`);
  return line;
}

/** The lines of disclosures, which only events that have any have. */
class DisclosureLines {
  private readonly lines: Lines;

  constructor(reader: PackageReader) {
    this.lines = reader.lines(packageFiles.disclosures);
  }

  async of(sequence: number): Promise<DisclosureLine> {
    const text = await this.lines.next();
    const place = `${packageFiles.disclosures}, event ${sequence}`;
    if (text === undefined) throw new Lie(place, 'is missing');
    const line = parseJson(text, disclosureLineSchema, place);
    if (line.sequence !== sequence) throw new Lie(place, `is missing: the next line is of event ${line.sequence}`);
    return line;
  }

  async end(): Promise<void> {
    if ((await this.lines.next()) !== undefined) {
      throw new Lie(packageFiles.disclosures, 'shows data that no event has recorded');
    }
  }
}

function refuseStrangers(reader: PackageReader): void {
  const stranger = reader.leftOver.find((name) => name !== packageFiles.readme);
  if (stranger !== undefined) throw new Lie(stranger, 'is in the package, and no event vouches for it');
}
