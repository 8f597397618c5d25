import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CompactTree, EMPTY_ROOT } from '../../../src/audit/log/compact-tree.js';
import { consistencyProofRanges, verifyConsistency } from '../../../src/audit/log/consistency-proof.js';
import { inclusionProofRanges, verifyInclusion } from '../../../src/audit/log/inclusion-proof.js';
import { InclusionVerifier } from '../../../src/audit/log/inclusion-verifier.js';
import { leafHash, nodeHash } from '../../../src/audit/log/leaf-hash.js';
import { joinSubtrees, type LeafRange, perfectSubtrees } from '../../../src/audit/log/subtree.js';
import { readVectors } from '../support/vectors.js';

interface MerkleVectors {
  readonly leaves: readonly string[];
  readonly nodeHashes: readonly (readonly string[])[];
  readonly rootsBySize: readonly string[];
  readonly inclusion: readonly { readonly index: number; readonly size: number; readonly proof: readonly string[] }[];
  readonly consistency: readonly { readonly from: number; readonly to: number; readonly proof: readonly string[] }[];
}

const vectors = readVectors('rfc6962.json') as MerkleVectors;
const hex = (text: string) => Buffer.from(text, 'hex');

/** The definition of RFC 9162 §2.1.1, word by word: slow, and plainly right. */
function merkleTreeHash(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) return EMPTY_ROOT;
  if (leaves.length === 1) return leaves[0]!;
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return nodeHash(merkleTreeHash(leaves.slice(0, split)), merkleTreeHash(leaves.slice(split)));
}

const makeLeaves = (count: number) => Array.from({ length: count }, (_, index) => leafHash(`leaf ${index}`));
const rootOf = (leaves: readonly Buffer[], range: LeafRange) => merkleTreeHash(leaves.slice(range.begin, range.end));

const leaves = vectors.leaves.map((leaf) => leafHash(hex(leaf)));
const sizes = fc.integer({ min: 1, max: 300 });

describe('the Merkle tree, against published vectors of RFC 6962', () => {
  test('hashes leaves and nodes with their own prefixes', () => {
    expect(leaves.map((hash) => hash.toString('hex'))).toEqual(vectors.nodeHashes[0]);
    vectors.nodeHashes.slice(1).forEach((nodes, level) => {
      nodes.forEach((node, index) => {
        const below = vectors.nodeHashes[level]!;
        expect(nodeHash(hex(below[2 * index]!), hex(below[2 * index + 1]!)).toString('hex')).toBe(node);
      });
    });
  });

  test('has the published root at every size', () => {
    const tree = new CompactTree();
    expect(tree.root().toString('hex')).toBe(vectors.rootsBySize[0]);
    leaves.forEach((leaf, index) => {
      tree.append(leaf);
      expect(tree.root().toString('hex')).toBe(vectors.rootsBySize[index + 1]);
    });
  });

  test.each(vectors.inclusion)('makes and accepts the inclusion proof of leaf $index in $size', (vector) => {
    const proof = inclusionProofRanges(vector.index, vector.size).map((range) => rootOf(leaves, range));
    expect(proof.map((hash) => hash.toString('hex'))).toEqual(vector.proof);
    const root = hex(vectors.rootsBySize[vector.size]!);
    const { index, size } = vector;
    expect(verifyInclusion({ leafHash: leaves[index]!, index, size, proof, root })).toBe(true);
  });

  test.each(vectors.consistency)('makes and accepts the consistency proof from $from to $to', ({ from, to, proof }) => {
    const made = consistencyProofRanges(from, to).map((range) => rootOf(leaves, range));
    expect(made.map((hash) => hash.toString('hex'))).toEqual(proof);
    const fromRoot = hex(vectors.rootsBySize[from]!);
    const toRoot = hex(vectors.rootsBySize[to]!);
    expect(verifyConsistency({ from, fromRoot, to, toRoot, proof: made })).toBe(true);
  });
});

describe('the Merkle tree, at any size', () => {
  test('grows to the root of the definition, also when continued from its perfect subtrees', () => {
    fc.assert(
      fc.property(sizes, fc.integer({ min: 0, max: 300 }), (size, cut) => {
        const all = makeLeaves(size);
        const before = Math.min(cut, size);
        const subtrees = perfectSubtrees({ begin: 0, end: before }).map(({ level, index }) =>
          rootOf(all, { begin: index * 2 ** level, end: (index + 1) * 2 ** level }),
        );
        const tree = new CompactTree(before, subtrees);
        for (const leaf of all.slice(before)) tree.append(leaf);
        expect(tree.root().equals(merkleTreeHash(all))).toBe(true);
        expect(tree.size).toBe(size);
      }),
    );
  });

  test('reports every perfect subtree once, when it is completed', () => {
    const all = makeLeaves(100);
    const tree = new CompactTree();
    const seen = new Set<string>();
    for (const leaf of all) {
      tree.append(leaf, ({ level, index }, hash) => {
        expect(seen.has(`${level}/${index}`)).toBe(false);
        seen.add(`${level}/${index}`);
        const range = { begin: index * 2 ** level, end: (index + 1) * 2 ** level };
        expect(hash.equals(rootOf(all, range))).toBe(true);
      });
    }
    expect(seen.size).toBe(100 + 50 + 25 + 12 + 6 + 3 + 1);
  });

  test('joins the perfect subtrees of any range that a proof needs', () => {
    fc.assert(
      fc.property(sizes, fc.nat(299), (size, index) => {
        const all = makeLeaves(size);
        for (const range of inclusionProofRanges(index % size, size)) {
          const parts = perfectSubtrees(range).map((node) =>
            rootOf(all, { begin: node.index * 2 ** node.level, end: (node.index + 1) * 2 ** node.level }),
          );
          expect(joinSubtrees(parts).equals(rootOf(all, range))).toBe(true);
        }
      }),
    );
  });

  test('accepts the inclusion proof of every leaf and refuses it for any other leaf, index, size, root or proof', () => {
    fc.assert(
      fc.property(sizes, fc.nat(299), fc.nat(), (size, nth, random) => {
        const all = makeLeaves(size);
        const index = nth % size;
        const proof = inclusionProofRanges(index, size).map((range) => rootOf(all, range));
        const claim = { leafHash: all[index]!, index, size, proof, root: merkleTreeHash(all) };
        expect(verifyInclusion(claim)).toBe(true);
        const other = leafHash(`other ${random}`);
        expect(verifyInclusion({ ...claim, leafHash: other })).toBe(false);
        expect(verifyInclusion({ ...claim, root: other })).toBe(false);
        expect(verifyInclusion({ ...claim, proof: [...proof, other] })).toBe(false);
        expect(verifyInclusion({ ...claim, proof: proof.slice(0, -1), root: size > 1 ? claim.root : other })).toBe(
          false,
        );
        proof.forEach((_, position) => {
          expect(verifyInclusion({ ...claim, proof: proof.with(position, other) })).toBe(false);
        });
        for (const wrong of [index - 1, index + 1, random]) {
          if (wrong !== index) expect(verifyInclusion({ ...claim, index: wrong })).toBe(false);
        }
      }),
    );
  });

  test('verifies many inclusion proofs as it verifies each, in any order, and with lies among them', () => {
    const order = fc.array(fc.tuple(fc.nat(299), fc.constantFrom('true', 'leaf', 'proof', 'index', 'more')), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(sizes, order, (size, asked) => {
        const all = makeLeaves(size);
        const root = merkleTreeHash(all);
        const many = new InclusionVerifier(size, root);
        for (const [nth, lie] of asked) {
          const index = nth % size;
          const proof = inclusionProofRanges(index, size).map((range) => rootOf(all, range));
          const claim = {
            leafHash: lie === 'leaf' ? leafHash('x') : all[index]!,
            index: lie === 'index' ? index + 1 : index,
            proof:
              lie === 'proof' && proof.length > 0
                ? proof.with(-1, leafHash('x'))
                : lie === 'more'
                  ? [...proof, root]
                  : proof,
          };
          const expected = verifyInclusion({ ...claim, size, root });
          const base64 = claim.proof.map((hash) => hash.toString('base64'));
          expect(many.verify(claim.leafHash, claim.index, base64)).toBe(expected);
        }
      }),
    );
  });

  test('accepts the consistency proof between any two sizes and refuses it for a changed past', () => {
    fc.assert(
      fc.property(sizes, sizes, fc.nat(299), (a, b, nth) => {
        const [from, to] = a < b ? [a, b] : [b, a];
        const all = makeLeaves(to);
        const proof = consistencyProofRanges(from, to).map((range) => rootOf(all, range));
        const claim = {
          from,
          fromRoot: merkleTreeHash(all.slice(0, from)),
          to,
          toRoot: merkleTreeHash(all),
          proof,
        };
        expect(verifyConsistency(claim)).toBe(true);
        const changed = merkleTreeHash(all.with(nth % from, leafHash('changed')));
        expect(verifyConsistency({ ...claim, toRoot: changed })).toBe(false);
        expect(verifyConsistency({ ...claim, fromRoot: leafHash('changed') })).toBe(false);
        expect(verifyConsistency({ ...claim, proof: [...proof, leafHash('more')] })).toBe(false);
        proof.forEach((_, position) => {
          expect(verifyConsistency({ ...claim, proof: proof.with(position, leafHash('x')) })).toBe(false);
        });
      }),
    );
  });

  test('every tree continues the empty one', () => {
    const toRoot = leafHash('any');
    expect(verifyConsistency({ from: 0, fromRoot: EMPTY_ROOT, to: 1, toRoot, proof: [] })).toBe(true);
  });

  test.each([
    [() => inclusionProofRanges(5, 5)],
    [() => inclusionProofRanges(-1, 5)],
    [() => consistencyProofRanges(6, 5)],
  ])('refuses to prove what no tree has: %s', (ask) => {
    expect(ask).toThrow(RangeError);
  });
});
