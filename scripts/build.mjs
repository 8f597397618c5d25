// Builds `dist`, and knows whether that is needed. Plain JavaScript: it runs before anything is built.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { argv, exit, stderr } from 'node:process';
import { fileURLToPath } from 'node:url';
import { buildConsole, consoleIsCurrent, consoleStamps } from './build-console.mjs';
import { joinService } from './join.mjs';
import { isUntouchedOrCurrent } from './untouched.mjs';

/** What `tsconfig.build.json` compiles. */
const folders = ['src', 'migrations', 'demo', 'test/support', 'scripts', 'listener/src'];
/** What else decides what comes out. */
const settings = ['package.json', 'package-lock.json', 'nest-cli.json', 'tsconfig.json', 'tsconfig.build.json'];
/** `nest-cli.json` copies these, of `src` only. */
const assets = new Set(['.eta', '.css', '.json']);
const stampFile = 'dist/build.json';

const here = dirname(dirname(fileURLToPath(import.meta.url)));

/** @param {string} root @param {string} folder */
function filesIn(root, folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}

/** @param {string} source @returns {readonly string[]} what the build makes of a file */
function outputsOf(source) {
  const extension = extname(source);
  const name = join('dist', source.slice(0, -extension.length));
  if (source.endsWith('.d.ts')) return [];
  if (extension === '.ts') return [`${name}.js`, `${name}.js.map`];
  if (extension === '.js' || extension === '.mjs') return [`${name}${extension}`, `${name}${extension}.map`];
  return assets.has(extension) && source.startsWith('src') ? [`${name}${extension}`] : [];
}

/**
 * What a build would be made from, by content: times of files mean nothing after a checkout.
 * @param {string} root
 */
function inputs(root) {
  const sources = folders.flatMap((folder) => filesIn(root, folder));
  const hash = createHash('sha256');
  for (const file of [...settings, ...sources]) {
    if (existsSync(join(root, file)))
      hash
        .update(`${file}\0`)
        .update(readFileSync(join(root, file)))
        .update('\0');
  }
  return { digest: hash.digest('hex'), outputs: sources.flatMap(outputsOf) };
}

/**
 * @param {string} root
 * @returns {{ inputs: string, joined: readonly string[] } | null} of the build that is there; null when there is none, or half of one
 */
function builtFrom(root) {
  try {
    const { inputs, joined } = JSON.parse(readFileSync(join(root, stampFile), 'utf8'));
    return Array.isArray(joined) ? { inputs: String(inputs), joined: joined.map(String) } : null;
  } catch {
    return null;
  }
}

/**
 * Whether `dist` is what a build would make of the sources now: made from the same bytes, and whole.
 * @param {string} [root]
 */
export function isCurrent(root = here) {
  // An installation that holds only what was built.
  if (!existsSync(join(root, 'src'))) return true;
  const { digest, outputs } = inputs(root);
  const built = builtFrom(root);
  return built?.inputs === digest && [...outputs, ...built.joined].every((file) => existsSync(join(root, file)));
}

/**
 * Builds, removes what earlier builds made of sources that are gone, and joins what a start of the service loads.
 * @param {string} [root]
 * @throws {Error} when the build fails; what the compiler says has been shown
 */
export async function build(root = here) {
  const { digest, outputs } = inputs(root);
  // A build that is interrupted leaves no stamp.
  rmSync(join(root, stampFile), { force: true });
  const cli = join(root, 'node_modules', '@nestjs', 'cli', 'bin', 'nest.js');
  if (!existsSync(cli)) throw new Error('The build needs the development dependencies: run npm install');
  const { status } = spawnSync(process.execPath, [cli, 'build'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) throw new Error('The build failed');
  const made = new Set(outputs);
  const stale = folders.flatMap((folder) => filesIn(root, join('dist', folder))).filter((file) => !made.has(file));
  for (const file of stale) rmSync(join(root, file));
  const compiled = join(root, 'dist', 'src');
  const joined = (await joinService(compiled)).map((file) => join('dist', 'src', file));
  writeFileSync(join(root, stampFile), `${JSON.stringify({ inputs: digest, joined })}\n`);
}

/** Builds when `dist` is not current, and says so: it takes a while, and only then. */
export async function buildWhenStale() {
  const decisive = [...settings, ...folders, stampFile, 'console', ...consoleStamps];
  if (isUntouchedOrCurrent(here, decisive, () => isCurrent() && consoleIsCurrent())) return;
  stderr.write('Building, because the sources have changed since the last build; this takes some seconds …\n');
  if (!isCurrent()) await build();
  await buildConsole();
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  try {
    if (argv[2] === '--when-stale') await buildWhenStale();
    else {
      await build();
      await buildConsole();
    }
  } catch (error) {
    stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    exit(1);
  }
}
