import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiClient } from './service/api-client.js';
import { freePort } from './service/free-port.js';
import { builtService, SHORT_LIVED } from './service-build.js';

/** The service in a process of its own, which can be killed at any moment and started again. */
export interface ServiceProcess {
  readonly url: string;
  readonly operator: ApiClient;
  /** SIGKILL: no handler runs. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** SIGTERM. @returns the exit code */
  stop(): Promise<number | null>;
  /** What it has written to standard output and standard error so far. */
  output(): string;
}

const STARTING_TAKES_AT_MOST = 90_000;

async function untilReady(url: string, child: ChildProcess, output: () => string): Promise<void> {
  const deadline = Date.now() + STARTING_TAKES_AT_MOST;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`The service ended with ${child.exitCode}: ${output()}`);
    const answer = await fetch(`${url}/health/ready`).catch(() => null);
    if (answer?.status === 200) return;
    await sleep(50);
  }
  throw new Error(`The service is not ready: ${output()}`);
}

/**
 * @param environment DATA_DIR, or DATABASE_URL, at least
 * @param main the file to run; default: the present sources
 */
export async function startServiceProcess(
  environment: Readonly<Record<string, string>>,
  main = builtService(),
): Promise<ServiceProcess> {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const key = `csk_${randomBytes(32).toString('base64url')}`;
  let child: ChildProcess | null = null;
  let output = '';
  const start = async (): Promise<void> => {
    const started = spawn(process.execPath, [...SHORT_LIVED, main], {
      env: {
        PATH: process.env['PATH'],
        HOST: '127.0.0.1',
        PORT: String(port),
        BOOTSTRAP_API_KEY: key,
        OUTBOUND_ALLOWED_CIDRS: '127.0.0.0/8',
        OUTBOUND_ALLOW_HTTP: 'true',
        DRAIN_SECONDS: '0',
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [started.stdout, started.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child = started;
    try {
      await untilReady(url, started, () => output);
    } catch (error) {
      // Nobody has it yet who could end it.
      started.kill('SIGKILL');
      throw error;
    }
  };
  const end = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> => {
    const ending = child;
    if (ending === null || ending.exitCode !== null || ending.signalCode !== null) return ending?.exitCode ?? null;
    const exited = once(ending, 'exit');
    ending.kill(signal);
    await exited;
    return ending.exitCode;
  };
  await start();
  return {
    url,
    operator: new ApiClient(url, key),
    start,
    kill: async () => {
      await end('SIGKILL');
    },
    stop: () => end('SIGTERM'),
    output: () => output,
  };
}
