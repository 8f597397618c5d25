#!/usr/bin/env bash
# Two gzip files one after the other are one gzip file (RFC 1952 section 2.2), and so it is with zstd (RFC 8878 section 3): logs are appended and joined that way. One would expect a library to read all of it, as gzip, zstd, Node, Python and pako do, or to say that
# there is more. fflate's `gunzipSync` and zstandard's `decompress` and `ZstdDecompressor().decompress` answer the first part, without an error: half of the events are missing. zstandard's streams read on.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . fflate@0.8.3 pako@3.0.3 >/dev/null
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check zstandard==0.25.0
echo "fflate@0.8.3 pako@3.0.3, Node $(node --version), zstandard 0.25.0"
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { gunzipSync, gzipSync } from 'node:zlib';
import * as fflate from 'fflate';
import * as pako from 'pako';

const joined = Buffer.concat([gzipSync('{"event":1}\n'), gzipSync('{"event":2}\n')]);
const read = { Node: gunzipSync(joined), pako: pako.ungzip(joined), 'fflate gunzipSync': fflate.gunzipSync(joined), 'fflate decompressSync': fflate.decompressSync(joined) };
for (const [name, bytes] of Object.entries(read)) {
  const lines = Buffer.from(bytes).toString().split('\n').length - 1;
  console.log(`${name}: ${lines} of 2 lines`);
  assert.equal(lines, name.startsWith('fflate') ? 1 : 2);
}
JS
cat >show.py <<'PY'
import io
import zstandard

joined = zstandard.compress(b'{"event":1}\n') + zstandard.compress(b'{"event":2}\n')
read = {
    'zstandard decompress': zstandard.decompress(joined),
    'zstandard ZstdDecompressor().decompress': zstandard.ZstdDecompressor().decompress(joined),
    'zstandard ZstdDecompressor().stream_reader': zstandard.ZstdDecompressor().stream_reader(io.BytesIO(joined)).read(),
}
for name, text in read.items():
    print('%s: %d of 2 lines' % (name, text.count(b'\n')))
assert [text.count(b'\n') for text in read.values()] == [1, 1, 2]
PY
node show.mjs
python/bin/python show.py
