import { HASH_BYTES, nodeHash } from './leaf-hash.js';

/** A node that a proof has come by, and how many siblings were still to come there. */
interface Step {
  readonly node: number;
  readonly hash: Buffer;
  readonly rest: number;
}

/**
 * Verifies many inclusion proofs of one tree (RFC 9162 §2.1.3.2). Where a proof meets the way of the one before, and goes on with
 * the same hashes, the rest has been verified: neighbours share nearly everything.
 */
export class InclusionVerifier {
  /** The way of the proof before, by binary level; undefined where it skipped one, which it does at the right edge. */
  private readonly way: (Step | undefined)[] = [];
  private before: readonly string[] = [];
  /** One byte more than a hash: what is longer shows. */
  private readonly sibling = Buffer.alloc(HASH_BYTES + 1);
  private readonly siblingHash = this.sibling.subarray(0, HASH_BYTES);

  constructor(
    private readonly size: number,
    private readonly root: Buffer,
  ) {}

  /** @param proof hashes in base64, nearest to the leaf first */
  verify(leafHash: Buffer, index: number, proof: readonly string[]): boolean {
    if (!Number.isSafeInteger(index) || index < 0 || index >= this.size) return false;
    const steps: (Step | undefined)[] = [];
    let [node, last, hash] = [index, this.size - 1, leafHash];
    for (let next = 0; ; next += 1) {
      const step = { node, hash, rest: proof.length - next };
      if (this.wentOnFrom(steps.length, step, proof)) return this.remember(steps, proof);
      steps.push(step);
      const sibling = proof[next];
      if (sibling === undefined) break;
      if (last === 0 || this.sibling.write(sibling, 'base64') !== HASH_BYTES) return false;
      if (node % 2 === 1 || node === last) {
        hash = nodeHash(this.siblingHash, hash);
        while (node % 2 === 0 && node !== 0) {
          node /= 2;
          last = Math.floor(last / 2);
          steps.push(undefined);
        }
      } else {
        hash = nodeHash(hash, this.siblingHash);
      }
      node = Math.floor(node / 2);
      last = Math.floor(last / 2);
    }
    return last === 0 && hash.equals(this.root) && this.remember(steps, proof);
  }

  /** The way above is the one before, which stays. */
  private remember(steps: readonly (Step | undefined)[], proof: readonly string[]): true {
    for (let level = 0; level < steps.length; level += 1) this.way[level] = steps[level];
    this.before = proof;
    return true;
  }

  /** Whether the proof before has come by here and went on as this one does. */
  private wentOnFrom(level: number, step: Step, proof: readonly string[]): boolean {
    const met = this.way[level];
    if (met?.node !== step.node || met.rest !== step.rest || !met.hash.equals(step.hash)) return false;
    const shift = proof.length - this.before.length;
    for (let next = proof.length - step.rest; next < proof.length; next += 1) {
      if (proof[next] !== this.before[next - shift]) return false;
    }
    return true;
  }
}
