import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { freePort, type ServerProcess, startServer } from './child-process.js';

const VERSION = 'v2.3.0';
const BUILD_TAKES_AT_MOST = 60 * 60_000;

/** Ory Hydra, running. */
export interface Hydra {
  readonly process: ServerProcess;
  /** Of its administration. */
  readonly adminOrigin: string;
}

function writable(directory: string): void {
  chmodSync(directory, 0o755);
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) writable(path);
    else chmodSync(path, 0o644);
  }
}

/**
 * Builds Hydra from the Go module proxy, once for each version, below the user's cache directory; it takes several minutes. The
 * module replaces its own API client by a folder that is a module of its own and so not in the archive: the released one stands in.
 * @returns the program
 * @throws Error when there is no Go, or it does not build
 */
export function builtHydra(): string {
  const directory = join(
    process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'),
    'countersign-bench',
    `hydra-${VERSION}`,
  );
  const program = join(directory, 'hydra');
  if (existsSync(program)) return program;
  mkdirSync(directory, { recursive: true });
  const go = (args: readonly string[], cwd: string): string =>
    execFileSync('go', args, {
      cwd,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: BUILD_TAKES_AT_MOST,
      env: { ...process.env, GOFLAGS: '-mod=mod -buildvcs=false' },
    });
  const answered = go(['mod', 'download', '-json', `github.com/ory/hydra/v2@${VERSION}`], directory);
  const { Dir: source } = JSON.parse(answered) as { Dir: string };
  const copy = join(directory, 'source');
  cpSync(source, copy, { recursive: true });
  writable(copy);
  go(['mod', 'edit', '-dropreplace', 'github.com/ory/hydra-client-go/v2'], copy);
  go(['build', '-o', program, '.'], copy);
  rmSync(copy, { recursive: true, force: true });
  return program;
}

/** @param more settings beside what it needs to answer at all */
export async function startHydra(databaseUrl: string, more: Readonly<Record<string, string>>): Promise<Hydra> {
  const program = builtHydra();
  const [port, adminPort] = [await freePort(), await freePort()];
  const environment = {
    // A token request holds one connection and asks for another: with fewer than there are requests, all of them wait for ever.
    DSN: `${databaseUrl}?sslmode=disable&max_conns=64&max_idle_conns=64`,
    SECRETS_SYSTEM: 'only-for-this-benchmark-0123456789',
    URLS_SELF_ISSUER: `http://127.0.0.1:${port}`,
    SERVE_PUBLIC_HOST: '127.0.0.1',
    SERVE_PUBLIC_PORT: String(port),
    SERVE_ADMIN_HOST: '127.0.0.1',
    SERVE_ADMIN_PORT: String(adminPort),
    STRATEGIES_ACCESS_TOKEN: 'jwt',
    LOG_LEVEL: 'error',
    SQA_OPT_OUT: 'true',
    ...more,
  };
  execFileSync(program, ['migrate', 'sql', '-e', '--yes'], {
    env: { PATH: process.env['PATH'], ...environment },
    stdio: 'ignore',
    timeout: 5 * 60_000,
  });
  const server = await startServer({
    name: 'Hydra',
    program,
    command: ['serve', 'all', '--dev'],
    environment,
    port,
    readyPath: '/.well-known/openid-configuration',
  });
  return { process: server, adminOrigin: `http://127.0.0.1:${adminPort}` };
}
