import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import Fastify, { type FastifyInstance } from 'fastify';
import { CLIENT_LEFT, noteBrokenRequest, whenRequestsEnd } from '../../src/http/ended-requests.js';

let server: FastifyInstance;
let ends: [url: string, status: number, isBroken: boolean][];
let hear: () => void;
/** What the handler waits for; it is given the socket of its request. */
let arrived: (socket: Socket) => void;
let goOn: () => void;

beforeAll(async () => {
  server = Fastify();
  whenRequestsEnd(server, ({ request, status, isBroken, milliseconds }) => {
    expect(milliseconds).toBeGreaterThan(0);
    ends.push([request.url, status, isBroken]);
    hear();
  });
  server.get('/at-once', () => 'here you are');
  server.route({
    method: ['GET', 'POST'],
    url: '/slow',
    handler: async ({ raw }) => {
      arrived(raw.socket);
      await new Promise<void>((resolve) => {
        goOn = resolve;
      });
      return 'too late';
    },
  });
  await server.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(() => server.close());
beforeEach(() => {
  ends = [];
});

const nextEnd = (): Promise<void> =>
  new Promise((resolve) => {
    hear = resolve;
  });

async function send(bytes: string): Promise<Socket> {
  const socket = connect((server.server.address() as AddressInfo).port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(bytes);
  return socket;
}

const POST = 'POST /slow HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n';

test('a request that was answered ends with the status of its answer, once', async () => {
  const ended = nextEnd();
  const socket = await send('GET /at-once HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
  await ended;
  await once(socket.resume(), 'close');
  expect(ends).toEqual([['/at-once', 200, false]]);
});

test.each([
  ['a GET', 'GET /slow HTTP/1.1\r\nhost: x\r\n\r\n'],
  ['a POST whose body was read', `${POST}{}`],
])(
  '%s whose client leaves while it is worked on ends as left, once, also when its answer comes later',
  async (_what, bytes) => {
    const atWork = new Promise<Socket>((resolve) => {
      arrived = resolve;
    });
    const ended = nextEnd();
    const socket = await send(bytes);
    await atWork;
    socket.destroy();
    await ended;
    goOn();
    await new Promise(setImmediate);
    expect(ends).toEqual([['/slow', CLIENT_LEFT, false]]);
  },
);

test('a request whose client leaves within the body ends as left', async () => {
  const ended = nextEnd();
  const socket = await send(`${POST}{`);
  // Its headers have arrived when the next request on another connection is answered.
  await once((await send('GET /at-once HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')).resume(), 'close');
  await ended;
  const left = nextEnd();
  socket.destroy();
  await left;
  expect(ends).toEqual([
    ['/at-once', 200, false],
    ['/slow', CLIENT_LEFT, false],
  ]);
});

test('a request whose connection was answered without it ends with that status, and says so', async () => {
  const atWork = new Promise<Socket>((resolve) => {
    arrived = resolve;
  });
  const ended = nextEnd();
  const client = await send(`${POST}{}`);
  const socket = await atWork;
  noteBrokenRequest(socket, 408);
  socket.destroy();
  await ended;
  goOn();
  await once(client, 'close').catch(() => null);
  expect(ends).toEqual([['/slow', 408, true]]);
});
