import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { RealProvider } from './real-provider.js';

/** Where packages are installed, and kept for the next run. */
const folder = process.env.REAL_PROVIDERS_DIR ?? join(tmpdir(), 'countersign-real-providers');

/** What `start/*.sh` ends with when a provider cannot be had. */
const UNAVAILABLE = 69;

const scriptOf = ({ name }: RealProvider) => fileURLToPath(new URL(`start/${name}.sh`, import.meta.url));

async function environmentOf({ name }: RealProvider): Promise<NodeJS.ProcessEnv> {
  const WORK = join(folder, name);
  await mkdir(WORK, { recursive: true });
  return { ...process.env, NODE_OPTIONS: '', WORK };
}

/** Installs a provider. @returns null, or in words why it cannot be had */
export async function install(provider: RealProvider): Promise<string | null> {
  try {
    const env = { ...(await environmentOf(provider)), PORT: '0', REDIRECT_URIS: '' };
    await promisify(execFile)('bash', [scriptOf(provider), 'install'], { env, timeout: 600_000 });
    return null;
  } catch (error) {
    const { code, stderr } = error as { readonly code?: unknown; readonly stderr?: string };
    if (code === UNAVAILABLE) return (stderr ?? '').trim().split('\n').at(-1) ?? '';
    throw error;
  }
}

export interface RunningProvider {
  readonly issuer: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  close(): Promise<void>;
}

/** Starts a provider on a port, with these redirect URIs at each of its clients. MUST be closed by the caller. */
export async function startProvider(
  provider: RealProvider,
  port: number,
  redirectUris: readonly string[],
): Promise<RunningProvider> {
  const issuer = `http://localhost:${port}${provider.issuerPath}`;
  const env = { ...(await environmentOf(provider)), PORT: String(port), REDIRECT_URIS: redirectUris.join(',') };
  const logFile = join(folder, `${provider.name}.log`);
  const log = createWriteStream(logFile);
  await once(log, 'open');
  // A process group of its own, so that all of it can be ended together.
  const child = spawn('bash', [scriptOf(provider)], { env, detached: true, stdio: ['ignore', log, log] });
  const exit = once(child, 'exit');
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  const close = async () => {
    if (isRunning() && child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
    const late = setTimeout(() => {
      if (isRunning() && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    }, 10_000);
    if (isRunning()) await exit;
    clearTimeout(late);
    log.close();
  };
  const until = Date.now() + provider.startSeconds * 1000;
  while (Date.now() < until && isRunning()) {
    const metadata = await metadataAt(issuer);
    if (metadata !== null) return { issuer, metadata, close };
    await pause(500);
  }
  await close();
  throw new Error(`${provider.title} did not start:\n${(await readFile(logFile, 'utf8')).slice(-2000)}`);
}

async function metadataAt(issuer: string): Promise<Readonly<Record<string, unknown>> | null> {
  try {
    const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
    const answer = await fetch(address, { signal: AbortSignal.timeout(20_000) });
    return answer.ok ? ((await answer.json()) as Readonly<Record<string, unknown>>) : null;
  } catch {
    return null;
  }
}
