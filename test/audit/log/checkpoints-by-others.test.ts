import { createPrivateKey } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { openCheckpoint, signCheckpoint } from '../../../src/audit/log/checkpoint.js';
import { CompactTree } from '../../../src/audit/log/compact-tree.js';
import { leafHash } from '../../../src/audit/log/leaf-hash.js';
import { formatVerifierKey, parseVerifierKey, verifierKeyOf } from '../../../src/audit/log/signed-note.js';
import { readVectors } from '../support/vectors.js';

interface OthersVectors {
  readonly name: string;
  /** Base64 of the 32 bytes that an Ed25519 private key is made from (RFC 8032). */
  readonly seed: string;
  readonly verifierKey: string;
  readonly checkpoints: readonly { readonly size: number; readonly root: string; readonly note: string }[];
}

const vectors = readVectors('checkpoints-by-go.json') as OthersVectors;
/** What stands before the seed in the PKCS#8 form of an Ed25519 key (RFC 8410). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const key = {
  name: vectors.name,
  privateKey: createPrivateKey({
    key: Buffer.concat([PKCS8_PREFIX, Buffer.from(vectors.seed, 'base64')]),
    format: 'der',
    type: 'pkcs8',
  }),
};

/** What Go's checksum database and Certificate Transparency's own library make of the same leaves and key. */
describe('checkpoints made by other implementations', () => {
  test('are ours byte for byte, at every size', () => {
    const tree = new CompactTree();
    for (const { size, root, note } of vectors.checkpoints) {
      while (tree.size < size) tree.append(leafHash(`leaf ${tree.size}`));
      expect(tree.root().toString('base64')).toBe(root);
      expect(signCheckpoint({ origin: vectors.name, size, root: tree.root() }, [key])).toBe(note);
      expect(openCheckpoint(note, [parseVerifierKey(vectors.verifierKey)])).toMatchObject({ size });
    }
  });

  test('name the same verifier key', () => {
    expect(formatVerifierKey(verifierKeyOf(key))).toBe(vectors.verifierKey);
  });
});
