import type { Reading } from '../../database/transaction.js';
import { idTokenVerifiedSchema } from '../format/event-data.schema.js';
import { type ReadLeaf, readLeaf } from '../format/leaf.schema.js';
import { type DisclosureLine, evidenceFile, type Manifest, packageFiles } from '../format/package.schema.js';
import { holdsSealed } from '../format/sealed-members.js';
import { inclusionProofRanges } from '../log/inclusion-proof.js';
import type { TiledTree } from '../log/tiled-tree.js';
import type { TreeStore } from '../sequencer/tree.store.js';
import type { OpenedEvent } from '../trail/opened-event.js';
import { type ReadEvent, readEvent } from '../trail/read-event.js';
import type { Trail } from '../trail/read-trail.js';
import type { Opened, SealedStore } from '../trail/sealed.store.js';
import { packageReadme } from './package-readme.js';
import type { SupportingEvent } from './supporting-events.store.js';
import type { ZipEntry } from './zip.js';

/** Everything that a package is made of. */
interface PackageContents {
  readonly manifest: Manifest;
  readonly checkpoint: string;
  readonly trail: Trail;
  readonly supporting: readonly SupportingEvent[];
  /** The tree that the checkpoint signs. */
  readonly tree: TiledTree;
  readonly leaves: TreeStore;
  readonly sealed: SealedStore;
  readonly reading: Reading;
}

/** The files of the package. Each goes through the events page by page. */
export async function* packageEntries(contents: PackageContents): AsyncGenerator<ZipEntry> {
  yield { name: packageFiles.readme, content: [packageReadme(contents.manifest)] };
  yield { name: packageFiles.manifest, content: [`${JSON.stringify(contents.manifest, null, 2)}\n`] };
  yield { name: packageFiles.checkpoint, content: [contents.checkpoint] };
  yield { name: packageFiles.events, content: eventLines(contents) };
  yield { name: packageFiles.proofs, content: proofLines(contents) };
  yield { name: packageFiles.tenantEvents, content: supportingLines(contents) };
  yield { name: packageFiles.disclosures, content: disclosureLines(contents) };
  for await (const { event, leaf, opened } of disclosed(contents)) {
    for (const [name, kept] of opened.evidence) {
      if (kept.retain === 'all') yield { name: fileOf(event.sequence, leaf, name), bytes: kept.bytes };
    }
  }
}

async function* eventLines({ trail }: PackageContents): AsyncGenerator<string> {
  for await (const page of trail.pages()) yield page.map((event) => `${event.leaf}\n`).join('');
}

async function* proofLines(contents: PackageContents): AsyncGenerator<string> {
  for await (const page of contents.trail.pages()) {
    const ids = page.map((event) => event.id);
    const indexes = await contents.leaves.findLeaves(contents.reading, ids);
    for (const event of page) {
      yield line({ sequence: event.sequence, ...(await proofOf(contents.tree, indexes.get(event.id))) });
    }
  }
}

async function* supportingLines(contents: PackageContents): AsyncGenerator<string> {
  const ids = contents.supporting.map((event) => event.id);
  const indexes = await contents.leaves.findLeaves(contents.reading, ids);
  for (const { id, leaf } of contents.supporting) {
    yield line({ leaf, ...(await proofOf(contents.tree, indexes.get(id))) });
  }
}

async function* disclosureLines(contents: PackageContents): AsyncGenerator<string> {
  for await (const { event, leaf, opened } of disclosed(contents)) {
    yield line(disclosureLine(event.sequence, leaf, opened));
  }
}

/** Events that have something beside their leaf. */
async function* disclosed({ trail, sealed, reading }: PackageContents): AsyncGenerator<Opened<ReadEvent>> {
  for await (const page of trail.pages()) {
    for (const item of await sealed.open(reading, trail.stream.tenantId, page.map(readEvent))) {
      if (holdsSealed(item.leaf)) yield item;
    }
  }
}

function disclosureLine(sequence: number, leaf: ReadLeaf, opened: OpenedEvent): DisclosureLine {
  const evidence = [...opened.evidence].map(([name, kept]): [string, DisclosureLine['evidence'][string]] => {
    const salt = kept.salt.toString('hex');
    switch (kept.retain) {
      case 'all':
        return [name, { salt, file: fileOf(sequence, leaf, name) }];
      case 'mapped':
        return [
          name,
          {
            salt,
            mappedSalt: kept.mappedSalt.toString('hex'),
            mapped: JSON.parse(kept.mapped.toString()) as Record<string, DisclosureLine['values'][string]['value']>,
          },
        ];
      case 'digest':
        return [name, { salt }];
    }
  });
  return {
    sequence,
    values: Object.fromEntries(opened.values) as DisclosureLine['values'],
    evidence: Object.fromEntries(evidence),
    absent: [...opened.absent],
  };
}

function fileOf(sequence: number, leaf: ReadLeaf, name: string): string {
  const names = Object.keys(leaf.evidence ?? {});
  const mediaType = leaf.evidence?.[name]?.mediaType ?? '';
  return evidenceFile(sequence, names.indexOf(name), name, mediaType);
}

async function proofOf(tree: TiledTree, leafIndex: number | undefined) {
  if (leafIndex === undefined || leafIndex >= tree.size) throw new Error('An event of the package is not in the log');
  const hashes = await tree.rangeHashes(inclusionProofRanges(leafIndex, tree.size));
  return { leafIndex, proof: hashes.map((hash) => hash.toString('base64')) };
}

function line(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}

/** The thumbprints of the keys that verified ID tokens in a trail. */
export async function usedThumbprints(trail: Trail): Promise<ReadonlySet<string>> {
  const thumbprints = new Set<string>();
  for await (const page of trail.pages()) {
    for (const event of page) {
      if (!event.leaf.includes('"jwkThumbprint"')) continue;
      const verified = idTokenVerifiedSchema.safeParse(readLeaf(event.leaf).data);
      if (verified.success && verified.data.jwkThumbprint !== null) thumbprints.add(verified.data.jwkThumbprint);
    }
  }
  return thumbprints;
}
