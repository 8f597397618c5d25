#!/usr/bin/env bash
# A job queue on a pool with one connection, all that an embedded PostgreSQL has. One would expect it to be slow at worst, each statement waiting for the one before, or to be refused at the start.
# It starts, and then nothing moves: LISTEN holds the only connection for good, so that no job is fetched and `addJob` never answers. There is no switch to do without LISTEN.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . graphile-worker@0.17.3 pg@8.23.1 @electric-sql/pglite@0.5.14 @electric-sql/pglite-socket@0.2.17 >/dev/null
echo 'graphile-worker@0.17.3 pg@8.23.1, on @electric-sql/pglite@0.5.14'
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { Logger, run } from 'graphile-worker';
import pg from 'pg';

const within = (seconds, promise, otherwise) => Promise.race([promise, new Promise((resolve) => setTimeout(resolve, seconds * 1_000, otherwise))]);

async function tried(max) {
  const server = new PGLiteSocketServer({ db: await PGlite.create(), host: '127.0.0.1', port: 0, maxConnections: 4 });
  await server.start();
  const [, port] = server.getServerConn().split(':');
  const pgPool = new pg.Pool({ host: '127.0.0.1', port: Number(port), user: 'postgres', database: 'postgres', max });
  pgPool.on('error', () => undefined).on('connect', (client) => client.on('error', () => undefined));
  let ran = 0;
  const taskList = { greet: () => void (ran += 1) };
  const options = { pgPool, taskList, concurrency: 1, pollInterval: 200, noHandleSignals: true, logger: new Logger(() => () => undefined) };
  const runner = await run(options);
  const added = await within(5, runner.addJob('greet', {}).then(() => 'added'), 'still waiting');
  await within(3, new Promise(() => undefined));
  console.log(`pool of ${max}: addJob ${added}, jobs done ${ran}`);
  return { added, ran };
}
assert.deepEqual(await tried(3), { added: 'added', ran: 1 });
assert.deepEqual(await tried(1), { added: 'still waiting', ran: 0 });
process.exit();
JS
node show.mjs 2>errors || { cat errors; exit 1; }
