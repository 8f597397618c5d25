#!/usr/bin/env bash
# A moment in milliseconds, 1700000000000, as CBOR between JavaScript and others: a whole number that JavaScript holds exactly, so one would expect it to be the same number at both ends. cbor-x writes every whole number from 2^32 on as a float
# (Python reads 1700000000000.0), and reads one that others write as a BigInt, of which JSON.stringify throws. The packages cbor and cborg do neither.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . cbor-x@1.6.9 cbor@10.0.12 cborg@6.1.5 >/dev/null
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check cbor2==6.3.0
echo "cbor-x@1.6.9, cbor@10.0.12, cborg@6.1.5, cbor2 6.3.0, Node $(node --version)"
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import cbor from 'cbor';
import * as cborX from 'cbor-x';
import * as cborg from 'cborg';

const python = (code, input) => execFileSync('python/bin/python', ['-c', `import cbor2, sys; ${code}`], { input });
const moment = 1700000000000;
const ofPython = python(`sys.stdout.buffer.write(cbor2.dumps(${moment}))`);
for (const [name, { encode, decode }] of Object.entries({ 'cbor-x': cborX, cbor, cborg })) {
  const inPython = python('print(repr(cbor2.loads(sys.stdin.buffer.read())))', encode(moment)).toString().trim();
  const read = decode(ofPython);
  console.log(`${name} writes ${Buffer.from(encode(moment)).toString('hex')}, for Python ${inPython}; reads Python's as a ${typeof read}`);
  assert.deepEqual([inPython, typeof read], name === 'cbor-x' ? ['1700000000000.0', 'bigint'] : ['1700000000000', 'number']);
}
assert.throws(() => JSON.stringify(cborX.decode(ofPython)), TypeError);
assert.equal(cborX.decode(ofPython) === moment, false);
JS
node show.mjs
