import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import express from 'express';
import { type FastifyInstance, fastify } from 'fastify';
import { ListenerError, type ReceivedRequest, verify } from '../../listener/src/index.js';
import { BODY, SECRET, signed } from './signed.js';

/** What each server answers: the verified id, or the code of the refusal. */
async function answerTo(request: ReceivedRequest, maximumBytes?: number): Promise<{ status: number; text: string }> {
  try {
    return { status: 200, text: (await verify(request, { secrets: [SECRET], maximumBytes })).id };
  } catch (error) {
    if (!(error instanceof ListenerError)) throw error;
    return { status: error.status, text: error.code };
  }
}

function expressApp(use: (app: express.Express) => void): express.Express {
  const app = express();
  use(app);
  app.post('/', (request, response) => {
    void answerTo(request).then(({ status, text }) => response.status(status).send(text));
  });
  return app;
}

function fastifyApp(use: (app: FastifyInstance) => void): FastifyInstance {
  const app = fastify();
  use(app);
  app.post('/', async (request, reply) => {
    const { status, text } = await answerTo(request);
    return reply.status(status).send(text);
  });
  return app;
}

const open: Server[] = [];
async function listen(server: Server): Promise<string> {
  open.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const post = async (url: string, body: string, headers = signed(body)) => {
  const answer = await fetch(url, { method: 'POST', headers, body });
  return { status: answer.status, text: await answer.text() };
};

describe('A receiver', () => {
  const urls: Record<string, string> = {};
  const fastifies: FastifyInstance[] = [];

  beforeAll(async () => {
    urls['node'] = await listen(
      createServer((request, response) => {
        void answerTo(request, 1000).then(({ status, text }) => response.writeHead(status).end(text));
      }),
    );
    const withExpress = {
      bare: () => undefined,
      raw: (app: express.Express) => app.use(express.raw({ type: '*/*' })),
      json: (app: express.Express) => app.use(express.json()),
    };
    for (const [name, use] of Object.entries(withExpress))
      urls[`express ${name}`] = await listen(createServer(expressApp(use)));
    const bytes = (app: FastifyInstance) => {
      app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body: Buffer, done) => {
        done(null, body);
      });
    };
    for (const [name, use] of Object.entries({ bytes, json: () => undefined })) {
      const app = fastifyApp(use);
      fastifies.push(app);
      urls[`fastify ${name}`] = await app.listen({ port: 0, host: '127.0.0.1' });
    }
  });

  afterAll(async () => {
    for (const server of open) server.close();
    await Promise.all(fastifies.map((app) => app.close()));
  });

  it.each(['node', 'express bare', 'express raw', 'fastify bytes'])('on %s verifies what arrived', async (kind) => {
    expect(await post(urls[kind]!, BODY)).toEqual({ status: 200, text: 'event-1' });
    expect(await post(urls[kind]!, `${BODY} `, signed(BODY))).toEqual({ status: 401, text: 'signature_differs' });
  });

  it.each(['express json', 'fastify json'])('on %s is told that its set-up lost the bytes', async (kind) => {
    expect(await post(urls[kind]!, BODY)).toEqual({ status: 500, text: 'body_was_parsed' });
  });

  it('refuses a body that is larger than it takes', async () => {
    const body = BODY.padEnd(1001);
    expect(await post(urls['node']!, body)).toEqual({ status: 413, text: 'body_too_large' });
  });

  it('on the Fetch API verifies a Request, once', async () => {
    const request = new Request('https://workflow.example/events', { method: 'POST', headers: signed(), body: BODY });
    expect(await answerTo(request)).toEqual({ status: 200, text: 'event-1' });
    expect(await answerTo(request)).toEqual({ status: 500, text: 'body_already_read' });
  });
});
