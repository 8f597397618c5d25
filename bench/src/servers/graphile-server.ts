import { createServer } from 'node:http';
import { run, type TaskList } from 'graphile-worker';
import { Webhook } from 'standardwebhooks';
import { Pool } from 'undici';

/** What a service would write that takes a job queue, signs with the reference package and posts with undici. */
const { DATABASE_URL = '', RECEIVER = '', SECRET = '', AT_ONCE = '16', PORT } = process.env;
const webhook = new Webhook(SECRET);
const { origin, pathname } = new URL(RECEIVER);
const pool = new Pool(origin, { connections: Number(AT_ONCE) });

const taskList: TaskList = {
  async deliver(payload) {
    const { id, body } = payload as { id: string; body: string };
    const now = new Date();
    const { statusCode, body: answer } = await pool.request({
      path: pathname,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': webhook.sign(id, now, body),
      },
      body,
    });
    await answer.dump();
    if (statusCode >= 300) throw new Error(`The receiver answered ${statusCode}`);
  },
};

let running = false;
createServer((request, response) => {
  if (request.method === 'POST' && !running) {
    running = true;
    void run({ connectionString: DATABASE_URL, concurrency: Number(AT_ONCE), pollInterval: 100, taskList });
  }
  response.writeHead(200).end();
}).listen(Number(PORT), '127.0.0.1');
