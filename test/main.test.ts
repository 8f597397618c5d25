import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { saidBy } from '../src/errors/thrown.js';
import { InterruptedDeliveries } from './deliveries/interrupted-deliveries.js';
import { InterruptedLogins, type Waiting } from './signer-authentications/interrupted-logins.js';
import { isServerGiven, startTestDatabase, type TestDatabase } from './support/database.js';
import { allOrOneOf } from './support/range.js';
import { ApiClient } from './support/service/api-client.js';
import { freePort } from './support/service/free-port.js';
import { startTestService } from './support/service.js';
import { builtService, SHORT_LIVED } from './support/service-build.js';
import { type ServiceProcess, startServiceProcess } from './support/service-process.js';

const onEmbedded = isServerGiven() ? test.skip : test;

/** One process for all: it is started as a newcomer starts it, stopped, killed, and at last refused, in the order of the tests. */
let database: TestDatabase;
let service: ServiceProcess;
let operator: ApiClient;
/** A key that the service has given to a tenant. */
let issued: string;
const encryptionKey = randomBytes(32).toString('base64');

beforeAll(async () => {
  database = await startTestDatabase();
  // No `BOOTSTRAP_API_KEY`: the service makes one.
  service = await startServiceProcess({
    ...environment(),
    BOOTSTRAP_API_KEY: '',
    ENCRYPTION_KEY: encryptionKey,
    LOG_LEVEL: 'debug',
    DRAIN_SECONDS: '2',
  });
  operator = new ApiClient(service.url, (await readFile(join(database.dataDir, 'operator.key'), 'utf8')).trim());
});
afterAll(async () => {
  await service.kill();
  await database.close();
});

const environment = (): Record<string, string> => ({
  DATA_DIR: database.dataDir,
  ...(database.databaseUrl === undefined ? {} : { DATABASE_URL: database.databaseUrl }),
});

/** Runs the service where it is expected to end by itself. */
async function runToEnd(variables: Record<string, string>): Promise<{ code: number | null; stderr: string }> {
  const child = spawn(process.execPath, [...SHORT_LIVED, builtService()], {
    env: { PATH: process.env['PATH'], PORT: String(await freePort()), ...variables },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  await once(child, 'close');
  return { code: child.exitCode, stderr };
}

/** A connection to the service, which is open. */
async function connected(): Promise<Socket> {
  const socket = connect(Number(new URL(service.url).port), '127.0.0.1');
  await once(socket, 'connect');
  return socket;
}

/** A request whose body is still being sent. */
async function halfSentRequest(): Promise<{ finish(): Promise<string> }> {
  const body = JSON.stringify({ name: 'sent-in-two-parts' });
  const socket = await connected();
  const headers = [
    'POST /v1/tenants HTTP/1.1',
    'Host: localhost',
    `Authorization: Bearer ${operator.key ?? ''}`,
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
  ];
  socket.write(`${headers.join('\r\n')}\r\n\r\n${body.slice(0, 5)}`);
  await sleep(200);
  return {
    async finish() {
      socket.write(body.slice(5));
      let answer = '';
      for await (const chunk of socket) answer += String(chunk);
      return answer;
    },
  };
}

/** Lists what loading a file brings along, by the debugger's protocol: Node tells nowhere else which modules of ES it has loaded. */
const LISTING = `
const { Session } = require('node:inspector');
require(process.argv[1]);
const session = new Session();
const files = [];
session.on('Debugger.scriptParsed', ({ params: { url } }) => { if (url.startsWith('file:')) files.push(url); });
session.connect();
// Tells of all that is there.
session.post('Debugger.enable');
process.stdout.write(files.join('\\n'), () => process.exit());`;

/** Files that are loaded before the service can listen, besides what finds out that it may start. */
async function loadedAtStart(): Promise<readonly string[]> {
  const child = spawn(
    process.execPath,
    ['--eval', LISTING, join(dirname(builtService()), 'joined', 'application.js')],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let listed = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (listed += chunk));
  await once(child, 'close');
  return listed.split('\n');
}

const tenants = async (): Promise<string[]> =>
  ((await operator.get('/v1/tenants')).body as { items: { name: string }[] }).items.map(({ name }) => name);

describe('starting', () => {
  test('with nothing configured says where it is, where its key is, and what the embedded database means', () => {
    const output = service.output();
    expect(output).toContain(`Countersign is ready at ${service.url}`);
    expect(output).toMatch(/the operator's API key is in .*operator\.key/);
    expect(output.includes('embedded PostgreSQL')).toBe(database.databaseUrl === undefined);
    expect(output).not.toMatch(/csk_/);
  });

  test('with nothing configured writes a link to the console into a file, and nowhere where no terminal is', async () => {
    const read = (): Promise<string | null> =>
      readFile(join(database.dataDir, 'console-link'), 'utf8').catch(() => null);
    if (database.databaseUrl !== undefined) {
      expect(await read()).toBeNull();
      return;
    }
    // It is made once the service is ready.
    while (!service.output().includes(join(database.dataDir, 'console-link'))) await sleep(50);
    const link = (await read()) ?? '';
    expect(link).toMatch(/#./);
    expect(service.output()).not.toContain(link.slice(link.indexOf('#') + 1).trim());
  });

  test('loads libraries only where each of its deployments uses them, and not much more than was found necessary', async () => {
    const files = await loadedAtStart();
    const packages = new Set(files.map((file) => /.*node_modules\/((?:@[^/]*\/)?[^/]*)/.exec(file)?.[1]));
    expect([...packages]).toEqual(expect.arrayContaining(['@nestjs/core', 'fastify', 'typeorm']));
    const onDemand = [
      '@nestjs/swagger',
      '@opentelemetry/core',
      '@peculiar/x509',
      '@simplewebauthn/server',
      'any-ascii',
      'koa',
      'libphonenumber-js',
      'luxon',
      'node-forge',
    ];
    for (const name of [...onDemand, 'nodemailer', 'oidc-provider', 'pdfkit', 'qrcode'])
      expect(packages).not.toContain(name);
    const isOurs = (file: string): boolean => !file.includes('/node_modules/') || file.includes('/.cache/');
    expect(files.filter((file) => !isOurs(file)).length).toBeLessThan(1_800);
    // Each module once: one that is read by itself too would be there twice, with a state of its own.
    expect(
      files
        .filter(isOurs)
        .map((file) => /[^/]+\/[^/]+$/.exec(file)?.[0])
        .sort(),
    ).toEqual(['joined/application.js', 'joined/begin.js', 'joined/rolldown-runtime.js']);
  });

  test('names every fault of the configuration and ends with 1', async () => {
    const { code, stderr } = await runToEnd({
      LOG_LEVEL: 'loud',
      OUTBOUND_ALLOW_HTTP: 'maybe',
      DATABASE_URL: 'db',
      PUBLIC_ULR: 'https://sign.example/secret',
    });
    expect(stderr).toContain('PUBLIC_ULR is no setting, and nobody reads it. Did you mean PUBLIC_URL?\n');
    expect(stderr).not.toContain('sign.example/secret');
    expect(code).toBe(1);
    expect(stderr).toContain('The configuration cannot be used:');
    for (const variable of ['LOG_LEVEL', 'OUTBOUND_ALLOW_HTTP', 'DATABASE_URL']) expect(stderr).toContain(variable);
    expect(stderr).not.toContain('    at ');
  });

  describe('where another server listens', () => {
    let ended: Awaited<ReturnType<typeof runToEnd>>;

    beforeAll(async () => {
      ended = await runToEnd({
        ...environment(),
        LOG_LEVEL: 'debug',
        ENCRYPTION_KEY: encryptionKey,
        PORT: new URL(service.url).port,
        HOST: '127.0.0.1',
      });
    });

    test('is refused', () => {
      expect(ended.code).toBe(1);
      expect(ended.stderr).toMatch(/cannot start: (?:PORT \d+ is in use at 127\.0\.0\.1|.*in use by another process)/);
    });

    // With a server it is the port that is in use, with the embedded database the directory.
    onEmbedded('says to whoever asks where in the sources that was found', () => {
      expect(ended.stderr).toMatch(/^ {4}at .*startService .*src\/service\.ts:\d+\)$/m);
    });
  });
});

describe('the metrics', () => {
  test('are of the process too', async () => {
    expect((await operator.get('/metrics')).body).toMatch(/^process_resident_memory_bytes \d+/m);
  });
});

describe('SIGKILL', () => {
  let deliveries: InterruptedDeliveries | undefined;
  let logins: InterruptedLogins | undefined;

  beforeAll(async () => {
    const created = await operator.post('/v1/tenants', { name: 'acme' });
    issued = (created.body as { apiKey: { key: string } }).apiKey.key;
    deliveries = await InterruptedDeliveries.start(operator);
    logins = await InterruptedLogins.start(operator);
  });
  afterAll(async () => {
    await deliveries?.close();
    await logins?.close();
  });

  /** At each in the middle of a login and of deliveries: a process costs more than all of these. */
  const kills: readonly Waiting[] = ['token', 'userinfo'];
  describe.each(allOrOneOf(kills, 0))('while deliveries are under way and the %s endpoint is asked', (endpoint) => {
    const name = `answered-before-${endpoint}`;

    beforeAll(async () => {
      await logins?.begin(endpoint);
      expect((await operator.post('/v1/tenants', { name })).status).toBe(201);
      await deliveries?.begin();
      await service.kill();
      await logins?.untilLost();
      await service.start();
    });

    test('loses nothing that was answered, and the directory can be used at once by the next process', async () => {
      expect(await tenants()).toContain(name);
    });

    test('loses no event, and keeps the order of each envelope', async () => {
      await deliveries?.expectEveryEvent();
      deliveries?.expectOrderOfEachEnvelope();
    });

    test('never sends the code again whose answer was awaited, and the signer starts again', async () => {
      await logins?.expectCodeNeverSentAgain();
    });

    test('lets a login whose attempt was started go on where it was', async () => {
      await logins?.expectGoingOn();
    });

    test('hands the browser back that lost the answer after the outcome was committed', async () => {
      await logins?.expectHandback();
    });
  });
});

describe('SIGTERM', () => {
  test('says that it is not ready for a while, then lets a request that is under way end, takes no new one, closes what is idle, and ends with 0', async () => {
    const idle = await connected();
    idle.write('GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await once(idle, 'data');
    // Twice, as it comes through a program that passes on what its group has got already.
    const stopped = Promise.all([service.stop(), service.stop()]);
    let ready = await operator.get('/health/ready');
    while (ready.status === 200) ready = await operator.get('/health/ready');
    expect(ready).toMatchObject({ status: 503, body: { status: 'not ready' } });
    // A connection of its own, as a prober makes one, and a request that changes something.
    (await connected()).destroy();
    expect((await operator.post('/v1/tenants', { name: 'while-draining' })).status).toBe(201);
    const request = await halfSentRequest();
    while (await fetch(`${service.url}/health/live`).then(Boolean, () => false)) await sleep(50);
    const answer = await request.finish();
    expect(answer).toMatch(/^HTTP\/1\.1 201 /);
    expect(answer).toMatch(/^connection: close\r$/im);
    expect(await stopped).toEqual([0, 0]);
  });

  test('leaves one JSON object per line on standard output', () => {
    const lines = service.output().split('\n');
    const json = lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as { level: string });
    expect(json.length).toBeGreaterThan(5);
    for (const line of json) expect(line.level).toMatch(/^(debug|info|warn)$/);
  });
});

/** That the process then says so and ends with 1 holds for every reason, and is tried above: a process costs more than all of this. */
describe('starting on a database that is there', () => {
  test('finds all that was answered before the process ended, and while it did', async () => {
    const next = await startTestService({
      database,
      environment: { ENCRYPTION_KEY: encryptionKey, BOOTSTRAP_API_KEY: operator.key ?? '' },
    });
    const listed = (await next.operator.get('/v1/tenants')).body as { items: { name: string }[] };
    await next.close();
    const names = listed.items.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['default', 'acme', 'answered-before-token', 'sent-in-two-parts', 'while-draining']),
    );
  });

  test('without its database is refused, naming the setting and never its password', async () => {
    const nowhere = `postgresql://someone:secret-password@127.0.0.1:${await freePort()}/countersign`;
    const refused: unknown = await startTestService({ database, environment: { DATABASE_URL: nowhere } }).catch(saidBy);
    expect(refused).toMatch(/The database of DATABASE_URL cannot be opened: .*ECONNREFUSED/);
    expect(refused).not.toContain('secret-password');
  });

  test('on a port that is in use is refused, naming the setting and the remedy', async () => {
    const other = createServer();
    await once(other.listen(0, '127.0.0.1'), 'listening');
    const { port } = other.address() as AddressInfo;
    const refused: unknown = await startTestService({
      database,
      environment: { ENCRYPTION_KEY: encryptionKey, BOOTSTRAP_API_KEY: operator.key ?? '', PORT: String(port) },
    }).catch(saidBy);
    other.close();
    expect(refused).toMatch(new RegExp(`^PORT ${port} is in use at 127\\.0\\.0\\.1 \\(HOST\\): .* set PORT to`));
  });

  test('with an encryption key that the database was not written with is refused, naming both', async () => {
    const another = { ENCRYPTION_KEY: randomBytes(32).toString('base64') };
    await expect(startTestService({ database, environment: another })).rejects.toThrow(
      /encryption key [0-9a-f]{16}, which is not configured; ENCRYPTION_KEY is [0-9a-f]{16}.*ENCRYPTION_KEYS_PREVIOUS/s,
    );
  });

  test('with an operator key that the service once issued to a tenant is refused', async () => {
    const used = { ENCRYPTION_KEY: encryptionKey, BOOTSTRAP_API_KEY: issued };
    await expect(startTestService({ database, environment: used })).rejects.toThrow('BOOTSTRAP_API_KEY');
  });
});
