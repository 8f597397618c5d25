#!/usr/bin/env bash
# The same entry with the same `mtime` (an instant) is zipped twice. One would expect the same bytes, wherever. They differ with the time zone of
# the machine, because the DOS time in the header is local time: hashes of a package made in Vienna and in UTC do not match.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . yazl@3.3.1 >/dev/null
echo 'yazl@3.3.1'
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';

const script = `
  import { createHash } from 'node:crypto';
  import yazl from 'yazl';
  const zip = new yazl.ZipFile();
  zip.addBuffer(Buffer.from('a'), 'a.txt', { mtime: new Date(1700000000000) });
  zip.end();
  const hash = createHash('sha256');
  for await (const chunk of zip.outputStream) hash.update(chunk);
  console.log(hash.digest('hex').slice(0, 16));`;
const hashIn = (TZ) => execFileSync(process.execPath, ['--input-type=module', '-e', script], { env: { ...process.env, TZ } }).toString().trim();
const [utc, again, vienna] = ['UTC', 'UTC', 'Europe/Vienna'].map(hashIn);
console.log(`UTC ${utc}, again ${again}, Europe/Vienna ${vienna}`);
assert.equal(utc, again);
assert.notEqual(utc, vienna);
JS
node show.mjs
