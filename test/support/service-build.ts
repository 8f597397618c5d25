import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformFileSync } from '@swc/core';
import { isCurrent } from '../../scripts/build.mjs';
import { OPTIMISED_LATE } from './optimised-late.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A file of TypeScript as Node runs it, its types unchecked. */
export const compiled = (source: string): string => transformFileSync(source, { cwd: root }).code;

/**
 * Flags of Node for a process that ends soon: WebAssembly runs as it is first compiled. What is optimised of the embedded database
 * on the way would take a fifth of the processor time of a start, or of a command.
 */
export const SHORT_LIVED: readonly string[] = ['--liftoff-only', ...OPTIMISED_LATE];

let isBuilt = false;

/**
 * Brings the build up to date, without its console: processes that tests kill run the present source even when nobody ran
 * `npm run build`. Looked at once per worker.
 *
 * @returns the folder in which each file of `src` is a module
 */
export function builtModules(): string {
  if (!isBuilt && !isCurrent(root))
    execFileSync(process.execPath, [join(root, 'scripts', 'build.mjs'), '--service-when-stale'], { stdio: 'inherit' });
  isBuilt = true;
  return join(root, 'dist', 'src');
}

/** @returns the service in the form that `npm start` and the image run, to start with Node */
export const builtService = (): string => join(builtModules(), 'main.js');

/** @returns the file of a command to run with Node */
export const builtCommand = (command: 'cli' | 'verify'): string => join(builtModules(), `${command}.js`);
