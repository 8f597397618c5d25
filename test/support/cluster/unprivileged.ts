import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, stat } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const isRoot = process.getuid?.() === 0;

/** Where Debian's package postgresql-15 puts its programs; elsewhere by `POSTGRESQL_BIN`. */
export const POSTGRESQL = process.env['POSTGRESQL_BIN'] ?? '/usr/lib/postgresql/15/bin';
export const havePostgresql = existsSync(`${POSTGRESQL}/postgres`);

/** PostgreSQL refuses to run as root. @returns the command as the user that Debian's package makes */
export const unprivileged = (command: string, args: readonly string[]): readonly [string, ...string[]] =>
  isRoot ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--init-groups', command, ...args] : [command, ...args];

/**
 * Starts a program, and passes on what it says.
 * @param environment besides PATH
 */
export function spawnTelling(
  [command, ...args]: readonly [string, ...string[]],
  output: (text: string) => void,
  environment: Readonly<Record<string, string>> = {},
): ChildProcess {
  const env = { PATH: process.env['PATH'], ...environment };
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env });
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output(chunk.toString());
    });
  return child;
}

/** Runs a program of PostgreSQL to its end. @throws Error with what it said */
export const runPostgresql = (program: string, args: readonly string[]): Promise<string> =>
  runUnprivileged(`${POSTGRESQL}/${program}`, args);

/** Runs a program to its end, as the user that databases run as. @throws Error with what it said */
export async function runUnprivileged(program: string, args: readonly string[]): Promise<string> {
  const [command, ...others] = unprivileged(program, args);
  return (await run(command, others, { cwd: '/' })).stdout;
}

/** Makes a directory belong to the user that databases run as. */
export async function giveToUnprivileged(directory: string): Promise<void> {
  if (!isRoot) return;
  const { uid, gid } = await stat('/var/lib/postgresql');
  await chown(directory, uid, gid);
}
