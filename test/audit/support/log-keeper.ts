import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { builtModules } from '../../support/service-build.js';
import type { AuditParts } from './audit-parts.js';

const script = fileURLToPath(new URL('./keep-log.mjs', import.meta.url));

/** A process that sequences, signs and publishes until it is killed, or kills itself in a gap between these steps. */
export function startLogKeeper(parts: AuditParts, url: string, gap = ''): ChildProcess {
  const keyFile = join(parts.directory, 'key.pem');
  writeFileSync(keyFile, parts.keyPem);
  const build = dirname(builtModules());
  const child = spawn(process.execPath, [script, build, url, keyFile, parts.published.place, gap], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
  child.on('exit', (code) => {
    if (code !== null) throw new Error(`The log keeper ended with ${code}: ${complaints}`);
  });
  return child;
}

/** Waits for its first round. */
export async function untilItKeeps(keeper: ChildProcess): Promise<void> {
  if (keeper.stdout !== null) await once(keeper.stdout, 'data');
}

export async function untilKilled(keeper: ChildProcess): Promise<void> {
  if (keeper.signalCode === null) await once(keeper, 'exit');
}
