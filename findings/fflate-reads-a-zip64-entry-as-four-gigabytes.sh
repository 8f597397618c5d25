#!/usr/bin/env bash
# A zip of a few bytes whose entry is written in the ZIP64 form, as programs write it that do not know the size beforehand. Sizes and offset of such an entry stand in its extra field, whether or not the archive ends in ZIP64 records,
# so one would expect the text, which jszip and Python read. fflate looks there only when the archive ends so: it takes 0xFFFFFFFF for the size, and unpacking gives four gigabytes of zeros, without an error.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . fflate@0.8.3 jszip@3.10.2 yazl@3.3.1 >/dev/null
echo 'fflate@0.8.3 jszip@3.10.2 yazl@3.3.1'
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { unzipSync } from 'fflate';
import JSZip from 'jszip';
import { ZipFile } from 'yazl';

for (const forceZip64Format of [false, true]) {
  const zip = new ZipFile();
  zip.addBuffer(Buffer.from('signed'), 'a.txt', { forceZip64Format });
  zip.end();
  const bytes = await buffer(zip.outputStream);
  writeFileSync('a.zip', bytes);
  let size;
  // Asked for the size only: nothing is unpacked.
  unzipSync(bytes, { filter: (file) => ((size = file.originalSize), false) });
  const text = await (await JSZip.loadAsync(bytes)).file('a.txt').async('string');
  console.log(`ZIP64 ${forceZip64Format}: fflate has ${size} bytes, jszip has "${text}"`);
  assert.equal(size, forceZip64Format ? 0xffffffff : 6);
  assert.equal(text, 'signed');
}
JS
node show.mjs
[ "$(python3 -c 'import zipfile; print(zipfile.ZipFile("a.zip").read("a.txt").decode())')" = signed ] && echo 'Python has "signed"'
