import { type ReadLeaf, readLeaf } from '../audit/format/leaf.schema.js';
import { type Manifest, packageFiles, tenantEventLineSchema } from '../audit/format/package.schema.js';
import { type Checkpoint, openCheckpoint } from '../audit/log/checkpoint.js';
import { InclusionVerifier } from '../audit/log/inclusion-verifier.js';
import { leafHash } from '../audit/log/leaf-hash.js';
import { type NoteVerifierKey, SignedNoteError } from '../audit/log/signed-note.js';
import { Lie } from './lie.js';
import { type PackageReader, parseJson } from './package-reader.js';

/** Opens the checkpoint with keys that come from elsewhere, and compares it with what the package says of itself. @throws Lie */
export async function openPackageCheckpoint(
  reader: PackageReader,
  manifest: Manifest,
  keys: readonly NoteVerifierKey[],
): Promise<Checkpoint> {
  const place = packageFiles.checkpoint;
  let checkpoint: Checkpoint;
  try {
    checkpoint = openCheckpoint(await reader.text(place), keys);
  } catch (error) {
    if (error instanceof SignedNoteError) throw new Lie(place, error.message, { cause: error });
    throw error;
  }
  if (!keys.some((key) => key.name === checkpoint.origin)) {
    throw new Lie(place, `is of the log ${checkpoint.origin}, which none of the given keys is for`);
  }
  if (checkpoint.origin !== manifest.origin || checkpoint.size !== manifest.treeSize) {
    throw new Lie(
      packageFiles.manifest,
      `says ${manifest.treeSize} events of ${manifest.origin}, the checkpoint ${checkpoint.size} of ${checkpoint.origin}`,
    );
  }
  return checkpoint;
}

/** The log that a checkpoint signs. */
export class SignedLog {
  private readonly inclusion: InclusionVerifier;

  constructor(readonly checkpoint: Checkpoint) {
    this.inclusion = new InclusionVerifier(checkpoint.size, checkpoint.root);
  }

  /** @throws Lie when the proof does not lead from the leaf to the signed root */
  requireInclusion(
    hash: Buffer,
    line: { readonly leafIndex: number; readonly proof: readonly string[] },
    place: string,
  ): void {
    if (this.inclusion.verify(hash, line.leafIndex, line.proof)) return;
    throw new Lie(place, 'is not in the log: its inclusion proof does not lead to the signed root');
  }
}

/** Reads a leaf that the package carries. @throws Lie */
export function leafOf(text: string, place: string): ReadLeaf {
  try {
    return readLeaf(text);
  } catch (cause) {
    throw new Lie(place, 'is no leaf of countersign-event/1', { cause });
  }
}

/** The events of the tenant's own stream that the package relies on, each proven to be in the log. @throws Lie */
export async function readTenantEvents(
  reader: PackageReader,
  manifest: Manifest,
  log: SignedLog,
): Promise<readonly ReadLeaf[]> {
  const events: ReadLeaf[] = [];
  const lines = reader.lines(packageFiles.tenantEvents);
  for (let text = await lines.next(); text !== undefined; text = await lines.next()) {
    const place = `${packageFiles.tenantEvents} line ${events.length + 1}`;
    const line = parseJson(text, tenantEventLineSchema, place);
    log.requireInclusion(leafHash(line.leaf), line, place);
    const leaf = leafOf(line.leaf, place);
    if (leaf.tenant !== manifest.tenant || leaf.stream !== 'tenant') {
      throw new Lie(place, `is an event of ${leaf.stream} of tenant ${leaf.tenant}, not of this tenant's own stream`);
    }
    events.push(leaf);
  }
  return events;
}
