#!/usr/bin/env bash
# Each PGlite in a thread of its own compiles its 9 MB of WebAssembly again, though the process has closed another a moment ago: V8 shares compiled code for as
# long as somebody holds a module of it, and PGlite lets go of its own. With one module compiled once and handed to every instance (pgliteWasmModule) a start
# takes less than half the processor time; that somebody merely holds the module would do as well.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm install --silent --no-fund --no-audit @electric-sql/pglite@0.5.14 >/dev/null
echo "@electric-sql/pglite 0.5.14, Node $(node --version)"
cat > try.mjs <<'JS'
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

const instance = `
  const { parentPort, workerData } = require('node:worker_threads');
  import('@electric-sql/pglite').then(async ({ PGlite }) => {
    const { module } = workerData;
    const db = await PGlite.create({ dataDir: 'data', ...(module ? { pgliteWasmModule: module } : {}) });
    await db.query('SELECT 1');
    await db.close();
    parentPort.postMessage('done');
  });`;
/** Seconds of processor time of one life of an instance. */
async function life(module) {
  const before = process.cpuUsage();
  const worker = new Worker(instance, { eval: true, workerData: { module } });
  await once(worker, 'message');
  await worker.terminate();
  // What still compiles in the background counts too.
  await setTimeout(500);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}
const middle = (times) => times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)];
// The first makes the files.
await life();
const alone = [];
for (let turn = 0; turn < 5; turn += 1) alone.push(await life());
const module = await WebAssembly.compile(readFileSync('node_modules/@electric-sql/pglite/dist/pglite.wasm'));
// The first compiles what it runs, for all that follow.
await life(module);
const shared = [];
for (let turn = 0; turn < 5; turn += 1) shared.push(await life(module));
const show = (times) => times.map((time) => time.toFixed(2)).join(' ');
console.log(`processor seconds of a start: ${show(alone)}; with a module that is kept: ${show(shared)}`);
assert.ok(middle(alone) > 1.4 * middle(shared));
JS
node try.mjs
