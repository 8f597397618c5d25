import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformFileSync } from '@swc/core';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Below the project, so that packages are found from there as from the real build. */
const target = join(root, 'node_modules', '.cache', 'countersign-test-build');
/** What joins the build. */
const joiner = join(root, 'scripts', 'join.mjs');
const DAY = 86_400_000;

const changedAt = (file: string): number => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** Appears whole or not at all: several Jest workers may build at once. */
function replace(file: string, write: (draft: string) => void): void {
  const draft = `${file}.${process.pid}`;
  mkdirSync(dirname(file), { recursive: true });
  write(draft);
  renameSync(draft, file);
}

/** @returns when it was built */
function build(source: string): number {
  const built = join(target, relative(root, source)).replace(/\.ts$/, '.js');
  const before = changedAt(built);
  if (before > changedAt(source)) return before;
  replace(built, (draft) => {
    if (source.endsWith('.ts')) writeFileSync(draft, compiled(source));
    else copyFileSync(source, draft);
  });
  return changedAt(built);
}

/**
 * Joins what was built, as the build that people run does, once for all workers and runs of the same sources.
 * @param modules folder of what was built
 * @param key tells these from every other
 * @returns the file to start with Node
 */
function joined(modules: string, key: string): string {
  const place = join(target, `joined-${key}`);
  const file = join(place, 'main.js');
  if (changedAt(file) > 0) return file;
  for (const name of readdirSync(target)) {
    const old = join(target, name);
    if (name.startsWith('joined-') && changedAt(old) < Date.now() - DAY) rmSync(old, { recursive: true, force: true });
  }
  const draft = `${place}.${process.pid}`;
  execFileSync(process.execPath, [joiner, modules, draft], { stdio: ['ignore', 'inherit', 'inherit'] });
  try {
    renameSync(draft, place);
  } catch {
    // Another worker was first.
    rmSync(draft, { recursive: true, force: true });
  }
  return file;
}

/** A file of TypeScript as Node runs it, its types unchecked. */
export const compiled = (source: string): string => transformFileSync(source, { cwd: root }).code;

/**
 * Flags of Node for a process that ends soon: WebAssembly runs as it is first compiled. What is optimised of the embedded database
 * on the way would take a fifth of the processor time of a start, or of a command.
 */
export const SHORT_LIVED: readonly string[] = ['--liftoff-only'];

let state: string | undefined;
let main: string | undefined;

/**
 * Builds the service without checking types, as the tests themselves are, and only what has changed: processes that tests kill
 * run the present source even when nobody ran `npm run build`. Once per worker, and synchronously: a thousand files are looked at,
 * which takes twenty times the processor's time the other way.
 *
 * @returns the folder in which each file of `src` is a module
 */
export function builtModules(): string {
  const modules = join(target, 'src');
  if (state !== undefined) return modules;
  const digest = createHash('sha256').update(readFileSync(joiner));
  for (const folder of ['src', 'migrations']) {
    const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
    for (const entry of entries) {
      if (!entry.isFile()) continue;
      const source = join(entry.parentPath, entry.name);
      digest.update(`${source} ${build(source)}\n`);
    }
  }
  const description = join(target, 'package.json');
  const content = JSON.stringify({ type: 'module' });
  if (changedAt(description) === 0 || readFileSync(description, 'utf8') !== content)
    replace(description, (draft) => {
      writeFileSync(draft, content);
    });
  state = digest.digest('hex').slice(0, 16);
  return modules;
}

/**
 * Builds the service as `builtModules` does, and joins it into the form that `npm start` and the image run.
 * @returns the file to start with Node
 */
export function builtService(): string {
  const modules = builtModules();
  main ??= joined(modules, state ?? '');
  return main;
}

/**
 * Builds what stands beside the service as `builtModules` does.
 * @returns the file of a command to run with Node
 */
export const builtCommand = (command: 'cli' | 'verify'): string => join(builtModules(), `${command}.js`);
