#!/usr/bin/env bash
# A Merkle tree as of RFC 9162, made by pymerkle: its root is that of the RFC, hash for hash, so one would expect its proofs to be too. A proof of inclusion begins with the hash of the leaf itself, where the RFC has only what the verifier lacks, and leaves are counted from 1: index 0, the first of the RFC, is "out of bounds", and index 1 proves the first leaf.
# Another verifier refuses it, with a hash too many. The first hash taken away and the index less one is the proof of the RFC.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check pymerkle==7.0.0
echo "pymerkle 7.0.0, $(python/bin/python --version)"
cat >show.py <<'PY'
from hashlib import sha256

from pymerkle import InmemoryTree

entries = [b'one', b'two', b'three']
tree = InmemoryTree(algorithm='sha256')
for entry in entries:
    tree.append_entry(entry)
leaves = [sha256(b'\0' + entry).digest() for entry in entries]
node = sha256(b'\1' + leaves[0] + leaves[1]).digest()
root = sha256(b'\1' + node + leaves[2]).digest()
# RFC 9162 section 2.1.3.1, for the first leaf (index 0) of three.
expected = [leaves[1].hex(), leaves[2].hex()]
path = tree.prove_inclusion(1, 3).serialize()['path']
try:
    tree.prove_inclusion(0, 3)
    zero = 'proved'
except Exception as refusal:
    zero = str(refusal)
print('the root is that of the RFC:', tree.get_root().hex() == root.hex())
print('index 0:', zero)
print('index 1: %d hashes, the first is that of the leaf: %s, the others are the proof of the RFC for index 0: %s' % (len(path), path[0] == leaves[0].hex(), path[1:] == expected))
assert tree.get_root() == root and zero == 'Provided index is out of bounds' and path == [leaves[0].hex(), *expected]
PY
python/bin/python -W ignore show.py
