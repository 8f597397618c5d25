import { copyFileSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformFileSync } from '@swc/core';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Below the project, so that packages are found from there as from the real build. */
const target = join(root, 'node_modules', '.cache', 'countersign-test-build');

const changedAt = (file: string): number => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** Appears whole or not at all: several Jest workers may build at once. */
function replace(file: string, write: (draft: string) => void): void {
  const draft = `${file}.${process.pid}`;
  mkdirSync(dirname(file), { recursive: true });
  write(draft);
  renameSync(draft, file);
}

function build(source: string): void {
  const built = join(target, relative(root, source)).replace(/\.ts$/, '.js');
  if (changedAt(built) > changedAt(source)) return;
  replace(built, (draft) => {
    if (source.endsWith('.ts')) writeFileSync(draft, compiled(source));
    else copyFileSync(source, draft);
  });
}

/** A file of TypeScript as Node runs it, its types unchecked. */
export const compiled = (source: string): string => transformFileSync(source, { cwd: root }).code;

/**
 * Flags of Node for a process that ends soon: WebAssembly runs as it is first compiled. What is optimised of the embedded database
 * on the way would take a fifth of the processor time of a start, or of a command.
 */
export const SHORT_LIVED: readonly string[] = ['--liftoff-only'];

let main: string | undefined;

/**
 * Builds the service without checking types, as the tests themselves are, and only what has changed: processes that tests kill
 * run the present source even when nobody ran `npm run build`. Once per worker, and synchronously: a thousand files are looked at,
 * which takes twenty times the processor's time the other way.
 *
 * @returns the file to start with Node
 */
export function builtService(): string {
  if (main !== undefined) return main;
  for (const folder of ['src', 'migrations']) {
    const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
    for (const entry of entries) if (entry.isFile()) build(join(entry.parentPath, entry.name));
  }
  const description = join(target, 'package.json');
  const content = JSON.stringify({ type: 'module' });
  if (changedAt(description) === 0 || readFileSync(description, 'utf8') !== content)
    replace(description, (draft) => {
      writeFileSync(draft, content);
    });
  main = join(target, 'src', 'main.js');
  return main;
}

/**
 * Builds what stands beside the service as `builtService` does.
 * @returns the file of a command to run with Node
 */
export const builtCommand = (command: 'cli' | 'verify'): string => join(dirname(builtService()), `${command}.js`);
