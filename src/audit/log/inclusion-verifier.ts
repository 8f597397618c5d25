import { HASH_BYTES, nodeHash } from './leaf-hash.js';

/** A node on the way from a leaf to the root, and where in its proof the next sibling stands. */
interface Step {
  readonly node: number;
  readonly last: number;
  readonly hash: Buffer;
  readonly next: number;
}

/**
 * Verifies many inclusion proofs of one tree (RFC 9162 §2.1.3.2). Where a proof meets the way of the one before, and goes on with
 * the same hashes, the rest has been verified: neighbours share nearly everything.
 */
export class InclusionVerifier {
  private way: readonly Step[] = [];
  private before: readonly string[] = [];

  constructor(
    private readonly size: number,
    private readonly root: Buffer,
  ) {}

  /** @param proof hashes in base64, nearest to the leaf first */
  verify(leafHash: Buffer, index: number, proof: readonly string[]): boolean {
    if (!Number.isSafeInteger(index) || index < 0 || index >= this.size) return false;
    const way: Step[] = [];
    let [node, last, hash] = [index, this.size - 1, leafHash];
    for (let next = 0; next <= proof.length; next += 1) {
      const step = { node, last, hash, next };
      way.push(step);
      const rest = this.restOfTheWay(step, proof);
      if (rest !== null) return this.remember([...way, ...rest], proof);
      const sibling = Buffer.from(proof[next] ?? '', 'base64');
      if (next === proof.length) break;
      if (last === 0 || sibling.length !== HASH_BYTES) return false;
      if (node % 2 === 1 || node === last) {
        hash = nodeHash(sibling, hash);
        while (node % 2 === 0 && node !== 0) {
          node /= 2;
          last = Math.floor(last / 2);
        }
      } else {
        hash = nodeHash(hash, sibling);
      }
      node = Math.floor(node / 2);
      last = Math.floor(last / 2);
    }
    return last === 0 && hash.equals(this.root) && this.remember(way, proof);
  }

  private remember(way: readonly Step[], proof: readonly string[]): true {
    this.way = way;
    this.before = proof;
    return true;
  }

  /** The way on from here, when the proof before has come by here and went on as this one does. */
  private restOfTheWay(step: Step, proof: readonly string[]): readonly Step[] | null {
    const place = this.way.findIndex(({ node, last }) => node === step.node && last === step.last);
    const met = this.way[place];
    if (met?.hash.equals(step.hash) !== true) return null;
    const shift = step.next - met.next;
    if (this.before.length + shift !== proof.length) return null;
    for (let next = met.next; next < this.before.length; next += 1) {
      if (this.before[next] !== proof[next + shift]) return null;
    }
    const rest = this.way.slice(place + 1);
    return shift === 0 ? rest : rest.map((one) => ({ ...one, next: one.next + shift }));
  }
}
