import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A process of its own that serves HTTP, started by the benchmark and ended with it. */
export interface ServerProcess {
  readonly origin: string;
  readonly pid: number;
  /** How long it took until it answered, in milliseconds. */
  readonly startedInMs: number;
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

export interface ServerCommand {
  /** For messages. */
  readonly name: string;
  /** Default: the `node` that runs the benchmark. */
  readonly program?: string;
  /** Arguments of the program. */
  readonly command: readonly string[];
  readonly cwd?: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Default: a free one. */
  readonly port?: number;
  /** Answers 200 once it is ready. */
  readonly readyPath: string;
}

const STARTING_TAKES_AT_MOST = 90_000;
const running = new Set<ChildProcess>();

// Whatever ends the benchmark ends what it has started.
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('A TCP server has a port');
  return address.port;
}

export async function startServer(options: ServerCommand): Promise<ServerProcess> {
  const port = options.port ?? (await freePort());
  const origin = `http://localhost:${port}`;
  const startedAt = performance.now();
  const child = spawn(options.program ?? process.execPath, [...options.command], {
    cwd: options.cwd,
    env: { PATH: process.env['PATH'], NODE_ENV: 'development', PORT: String(port), ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  let output = '';
  const keep = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-4_000);
  };
  // Read on and on: a full pipe would stop a server that logs each request.
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const deadline = Date.now() + STARTING_TAKES_AT_MOST;
  for (;;) {
    if (child.exitCode !== null || Date.now() > deadline)
      throw new Error(`${options.name} does not start (exit code ${child.exitCode ?? 'none'}):\n${output}`);
    const answer = await fetch(`http://127.0.0.1:${port}${options.readyPath}`).catch(() => null);
    await answer?.body?.cancel();
    if (answer?.status === 200) break;
    await sleep(20);
  }
  if (child.pid === undefined) throw new Error(`${options.name} has no process id`);
  return {
    origin,
    pid: child.pid,
    startedInMs: performance.now() - startedAt,
    end: async (signal) => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.kill(signal);
      await exited;
    },
  };
}
