import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RunningService } from '../../src/cli/running-service.js';
import type { Settings } from '../../src/config/settings.js';

const settings = { BOOTSTRAP_API_KEY: 'csk_any', PORT: 1, DATA_DIR: '/nowhere' } as Settings;

describe('what a command is told by the running service', () => {
  let server: Server;
  let url: string;
  let answer: { status: number; body: string };

  beforeAll(async () => {
    server = createServer((_request, response) => response.writeHead(answer.status).end(answer.body));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });

  const told = (at = url): Promise<unknown> =>
    Promise.resolve().then(() => new RunningService(settings, { url: at }).request('GET', '/v1/deliveries'));

  it('is every fault with its place, and what helps', async () => {
    const errors = [
      { path: 'query.limit', message: 'expected a whole number from 1 to 200' },
      { path: 'query.from', message: 'expected a time' },
    ];
    answer = {
      status: 400,
      body: JSON.stringify({ title: 'Not as required', detail: 'see errors', remedy: 'Correct them.', errors }),
    };
    await expect(told()).rejects.toThrow(
      '400: Not as required\n  query.limit: expected a whole number from 1 to 200\n  query.from: expected a time\n  Correct them.',
    );
  });

  it('is the reason where no member is at fault', async () => {
    answer = {
      status: 404,
      body: JSON.stringify({ title: 'There is no such thing', detail: 'There is no listener x' }),
    };
    await expect(told()).rejects.toThrow('404: There is no such thing\n  There is no listener x');
  });

  it('is that something else answers, or nothing, or that the address is none', async () => {
    answer = { status: 502, body: '<html>Bad Gateway</html>' };
    await expect(told()).rejects.toThrow(`502: what answers at ${url} speaks no JSON`);
    await expect(told('http://127.0.0.1:1')).rejects.toThrow(/^Nothing answers at http:\/\/127\.0\.0\.1:1 \(.+\)$/);
    await expect(told('localhost:3000')).rejects.toThrow(
      '--url: expected an address like https://sign.example, not "localhost:3000"',
    );
  });
});
