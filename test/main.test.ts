import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startTestDatabase, type TestDatabase } from './support/database.js';
import { freePort } from './support/service/free-port.js';
import { builtService } from './support/service-build.js';
import { type ServiceProcess, startServiceProcess } from './support/service-process.js';

let database: TestDatabase;
let running: ServiceProcess[] = [];

beforeEach(async () => {
  database = await startTestDatabase();
});
afterEach(async () => {
  await Promise.all(running.map((service) => service.kill()));
  running = [];
  await database.close();
});

const environment = (): Record<string, string> => ({
  DATA_DIR: database.dataDir,
  ...(database.databaseUrl === undefined ? {} : { DATABASE_URL: database.databaseUrl }),
});

async function start(more: Record<string, string> = {}): Promise<ServiceProcess> {
  const service = await startServiceProcess({ ...environment(), ...more });
  running.push(service);
  return service;
}

/** Runs the service where it is expected to end by itself. */
async function runToEnd(variables: Record<string, string>): Promise<{ code: number | null; stderr: string }> {
  const child = spawn(process.execPath, [await builtService()], {
    env: { PATH: process.env['PATH'], PORT: String(await freePort()), ...variables },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  await once(child, 'close');
  return { code: child.exitCode, stderr };
}

/** A request whose body is still being sent. */
async function halfSentRequest(service: ServiceProcess): Promise<{ socket: Socket; finish(): Promise<string> }> {
  const body = JSON.stringify({ name: 'sent-in-two-parts' });
  const socket = connect(Number(new URL(service.url).port), '127.0.0.1');
  await once(socket, 'connect');
  const headers = [
    'POST /v1/tenants HTTP/1.1',
    'Host: localhost',
    `Authorization: Bearer ${service.operator.key ?? ''}`,
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
  ];
  socket.write(`${headers.join('\r\n')}\r\n\r\n${body.slice(0, 5)}`);
  await sleep(200);
  return {
    socket,
    async finish() {
      socket.write(body.slice(5));
      let answer = '';
      for await (const chunk of socket) answer += String(chunk);
      return answer;
    },
  };
}

describe('starting', () => {
  test('with nothing configured says where it is, where its key is, and what the embedded database means', async () => {
    const service = await startServiceProcess({ ...environment(), BOOTSTRAP_API_KEY: '' });
    running.push(service);
    const output = service.output();
    expect(output).toContain(`Countersign is ready at ${service.url}`);
    expect(output).toMatch(/the operator's API key is in .*operator\.key/);
    expect(output.includes('embedded PostgreSQL')).toBe(database.databaseUrl === undefined);
    expect(output).not.toMatch(/csk_/);
  });

  test('names every fault of the configuration and ends with 1', async () => {
    const { code, stderr } = await runToEnd({ LOG_LEVEL: 'loud', OUTBOUND_ALLOW_HTTP: 'maybe', DATABASE_URL: 'db' });
    expect(code).toBe(1);
    expect(stderr).toContain('The configuration cannot be used:');
    for (const variable of ['LOG_LEVEL', 'OUTBOUND_ALLOW_HTTP', 'DATABASE_URL']) expect(stderr).toContain(variable);
    expect(stderr).not.toContain('    at ');
  });

  test('with an encryption key that the database was not written with is refused, naming both', async () => {
    const first = await start({ ENCRYPTION_KEY: randomBytes(32).toString('base64') });
    await first.stop();
    const { code, stderr } = await runToEnd({
      ...environment(),
      ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    });
    expect(code).toBe(1);
    expect(stderr).toMatch(/encryption key [0-9a-f]{16}, which is not configured; ENCRYPTION_KEY is [0-9a-f]{16}/);
    expect(stderr).toContain('ENCRYPTION_KEYS_PREVIOUS');
  });

  test('with an operator key that the service once issued to a tenant is refused', async () => {
    const first = await start();
    const created = await first.operator.post('/v1/tenants', { name: 'acme' });
    await first.stop();
    const { code, stderr } = await runToEnd({
      ...environment(),
      BOOTSTRAP_API_KEY: (created.body as { apiKey: { key: string } }).apiKey.key,
    });
    expect(code).toBe(1);
    expect(stderr).toContain('BOOTSTRAP_API_KEY');
  });

  test('without its database is refused, naming the setting and never its password', async () => {
    const { code, stderr } = await runToEnd({
      DATA_DIR: database.dataDir,
      DATABASE_URL: `postgresql://someone:secret-password@127.0.0.1:${await freePort()}/countersign`,
    });
    expect(code).toBe(1);
    expect(stderr).toMatch(/The database of DATABASE_URL cannot be opened: .*ECONNREFUSED/);
    expect(stderr).not.toContain('secret-password');
  });

  test('where another server listens is refused', async () => {
    const first = await start();
    const { code, stderr } = await runToEnd({ ...environment(), PORT: new URL(first.url).port, HOST: '127.0.0.1' });
    expect(code).toBe(1);
    expect(stderr).toMatch(/EADDRINUSE|in use by another process/);
  });
});

describe('SIGTERM', () => {
  test('lets a request that is under way end, takes no new one, and ends with 0', async () => {
    const service = await start();
    const request = await halfSentRequest(service);
    const stopped = service.stop();
    await sleep(300);
    await expect(fetch(`${service.url}/health/live`)).rejects.toThrow();
    const answer = await request.finish();
    expect(answer).toMatch(/^HTTP\/1\.1 201 /);
    expect(answer).toMatch(/^connection: close\r$/im);
    expect(await stopped).toBe(0);
    await service.start();
    expect((await service.operator.get('/v1/tenants')).body).toMatchObject({
      items: [{ name: 'default' }, { name: 'sent-in-two-parts' }],
    });
  });

  test('says that it is not ready for a while before it stops taking requests', async () => {
    const service = await start({ DRAIN_SECONDS: '3' });
    const stopped = service.stop();
    let ready = await service.operator.get('/health/ready');
    while (ready.status === 200) ready = await service.operator.get('/health/ready');
    expect(ready).toMatchObject({ status: 503, body: { status: 'not ready' } });
    // A connection of its own, as a prober makes one, and a request that changes something.
    const prober = connect(Number(new URL(service.url).port), '127.0.0.1');
    await once(prober, 'connect');
    prober.destroy();
    expect((await service.operator.post('/v1/tenants', { name: 'while-draining' })).status).toBe(201);
    expect(await stopped).toBe(0);
  });

  test('closes connections that are kept open but idle', async () => {
    const service = await start();
    const agent = connect(Number(new URL(service.url).port), '127.0.0.1');
    await once(agent, 'connect');
    agent.write('GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await once(agent, 'data');
    expect(await service.stop()).toBe(0);
  });
});

describe('SIGKILL', () => {
  test('loses nothing that was answered, and the directory can be used at once by the next process', async () => {
    const service = await start();
    for (let round = 1; round <= 3; round += 1) {
      expect((await service.operator.post('/v1/tenants', { name: `tenant-${round}` })).status).toBe(201);
      await service.kill();
      await service.start();
    }
    const { items } = (await service.operator.get('/v1/tenants')).body as { items: { name: string }[] };
    expect(items.map((tenant) => tenant.name)).toEqual(['default', 'tenant-1', 'tenant-2', 'tenant-3']);
  });
});

describe('the metrics', () => {
  test('are of the process too', async () => {
    const service = await start();
    expect((await service.operator.get('/metrics')).body).toMatch(/^process_resident_memory_bytes \d+/m);
  });
});

describe('what it writes to standard output', () => {
  test('is one JSON object per line', async () => {
    const service = await start({ LOG_LEVEL: 'debug' });
    await service.operator.get('/v1/tenants');
    await service.stop();
    const lines = service.output().split('\n');
    const json = lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as { level: string });
    expect(json.length).toBeGreaterThan(5);
    for (const line of json) expect(line.level).toMatch(/^(debug|info|warn)$/);
  });
});
