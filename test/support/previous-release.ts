import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compiled } from './service-build.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Below the project, so that packages are found from there as from the real build. */
const cache = join(root, 'node_modules', '.cache', 'countersign-releases');

/** The release before this one, as `deploy/previous-release` names it: a tag or a commit. */
export function previousRelease(): string {
  const lines = readFileSync(join(root, 'deploy', 'previous-release'), 'utf8').split('\n');
  return lines.find((line) => line !== '' && !line.startsWith('#')) ?? '';
}

const git = (...args: readonly string[]): Buffer =>
  execFileSync('git', args, { cwd: root, stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 2 ** 28 });

/** @returns the commit of a release; null where the history does not go back to it, or there is none */
function commitOf(release: string): string | null {
  try {
    return git('rev-parse', '--verify', `${release}^{commit}`).toString().trim();
  } catch {
    return null;
  }
}

/** Whether the history that was checked out has a release. */
export const isInHistory = (release: string): boolean => commitOf(release) !== null;

/**
 * Builds an earlier release from the history, with the packages that are installed now and without a network.
 * @returns what to run of it with Node
 * @throws Error when the history does not have it
 */
export function builtRelease(release: string): { readonly main: string; readonly cli: string } {
  const commit = commitOf(release);
  if (commit === null) throw new Error(`The history does not have ${release}`);
  const place = join(cache, commit);
  const files = { main: join(place, 'src', 'main.js'), cli: join(place, 'src', 'cli.js') };
  try {
    readFileSync(files.main);
  } catch {
    build(commit, place);
  }
  return files;
}

/** Appears whole or not at all: several Jest workers may build at once. */
function build(commit: string, place: string): void {
  mkdirSync(cache, { recursive: true });
  const draft = mkdtempSync(join(cache, 'draft-'));
  const sources = git('archive', commit, 'src', 'migrations');
  execFileSync('tar', ['-x', '-C', draft], { input: sources });
  writeFileSync(join(draft, 'package.json'), JSON.stringify({ type: 'module' }));
  for (const entry of readdirSync(draft, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.ts')) continue;
    const source = join(entry.parentPath, entry.name);
    writeFileSync(source.replace(/\.ts$/, '.js'), compiled(source));
    rmSync(source);
  }
  try {
    renameSync(draft, place);
  } catch {
    // Another worker was first.
    rmSync(draft, { recursive: true, force: true });
  }
}
