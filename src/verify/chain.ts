import type { ReadLeaf } from '../audit/format/leaf.schema.js';
import { EVIDENCE_EXPORT, type Manifest, packageFiles } from '../audit/format/package.schema.js';
import { envelopeStreamId } from '../audit/format/stream.js';
import { leafHash } from '../audit/log/leaf-hash.js';
import { Lie } from './lie.js';
import { leafOf } from './signed-tree.js';

/** An event of the envelope, its place in the chain verified. */
export interface ChainedEvent {
  readonly leaf: ReadLeaf;
  readonly hash: Buffer;
  /** For messages. */
  readonly place: string;
}

/** Verifies that events follow one another: one stream, numbers without gaps, each naming the one before. */
export class Chain {
  private last: ChainedEvent | null = null;

  constructor(private readonly manifest: Manifest) {
    const expected = `envelope:${envelopeStreamId(manifest.tenant, manifest.envelopeId)}`;
    if (manifest.stream !== expected) {
      throw new Lie(packageFiles.manifest, `says stream ${manifest.stream}; this envelope's is ${expected}`);
    }
  }

  get length(): number {
    return this.last?.leaf.sequence ?? 0;
  }

  /** @throws Lie */
  add(text: string): ChainedEvent {
    const sequence = this.length + 1;
    const place = `event ${sequence}`;
    const leaf = leafOf(text, place);
    if (leaf.tenant !== this.manifest.tenant || leaf.stream !== this.manifest.stream) {
      throw new Lie(place, `belongs to ${leaf.stream} of tenant ${leaf.tenant}, not to this envelope`);
    }
    if (leaf.sequence !== sequence) throw new Lie(place, `is missing: the next event is ${leaf.sequence}`);
    const previous = this.last?.hash.toString('hex') ?? null;
    if (leaf.previous !== previous) {
      throw new Lie(place, `names ${leaf.previous ?? 'none'} as the event before it, which is ${previous ?? 'none'}`);
    }
    this.last = { leaf, hash: leafHash(text), place };
    return this.last;
  }

  /**
   * Verifies that nothing was left out: the last event is the export itself, and it has counted the others.
   * @throws Lie
   */
  close(): void {
    const { events, leafHash: closing } = this.manifest;
    if (this.last === null || this.length !== events) {
      throw new Lie(packageFiles.events, `has ${this.length} events, the closing count is ${events}`);
    }
    const { leaf, hash, place } = this.last;
    if (hash.toString('hex') !== closing) throw new Lie(place, 'is not the one that the package says it ends with');
    // Other exports count as well: ended with one of those, a package would lack what came after it.
    const { format, events: counted } = leaf.data;
    if (leaf.type !== 'trail.exported' || format !== EVIDENCE_EXPORT || counted !== events - 1) {
      throw new Lie(
        place,
        'does not close the count: the last event is the export of the package, which counts those before it',
      );
    }
  }
}
