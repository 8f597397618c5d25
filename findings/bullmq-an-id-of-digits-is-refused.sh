#!/usr/bin/env bash
# A job with the id of what it is about, so that it is queued once. The id is a text, so one would expect any text. BullMQ refuses "42" ("Custom Id cannot be integers") and "signer:42", and takes "0042", "1e3" and, of all, "a:b:c". Numbers from a database fail in production, UUIDs of the tests do not.
# While the finished job is kept, as it is by default, the same id queues nothing: `add` answers a job with the new data and says nothing.
set -euo pipefail
folder=$(mktemp -d)
port=$((20000 + RANDOM % 10000))
trap 'kill "$server" 2>/dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . bullmq@6.7.0 ioredis@6.0.0 >/dev/null
timeout 60 redis-server --port "$port" --bind 127.0.0.1 --save '' >redis.log &
server=$!
until grep -q 'Ready to accept' redis.log; do sleep 0.1; done
echo "bullmq@6.7.0, $(redis-server --version | cut -d' ' -f1-3)"
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Queue, Worker } from 'bullmq';

const connection = { host: '127.0.0.1', port: Number(process.argv[2]), maxRetriesPerRequest: null };
const queue = new Queue('signers', { connection });
const taken = [];
for (const jobId of ['42', '0', 'signer:42', '0042', '1e3', 'a:b:c']) {
  const answer = await queue.add('notify', {}, { jobId }).then(
    () => 'queued',
    (error) => error.message,
  );
  taken.push(answer);
  console.log(`id "${jobId}": ${answer}`);
}
await queue.drain();

const done = [];
const worker = new Worker('signers', async (job) => done.push(job.data.mail), { connection });
await Promise.all([once(worker, 'completed'), queue.add('notify', { mail: 'first' }, { jobId: 'anna' })]);
const again = await queue.add('notify', { mail: 'second' }, { jobId: 'anna' });
const state = await again.getState();
await new Promise((resolve) => setTimeout(resolve, 500));
console.log(`the id of a finished job: add answers ${JSON.stringify(again.data)}, state ${state}; done were ${JSON.stringify(done)}`);
assert.deepEqual(taken, ['Custom Id cannot be integers', "JobId cannot be '0' or start with '0:'", 'Custom Id cannot contain :', 'queued', 'queued', 'queued']);
assert.deepEqual([again.data, state, done], [{ mail: 'second' }, 'completed', ['first']]);
await worker.close();
await queue.close();
JS
timeout 50 node show.mjs "$port"
