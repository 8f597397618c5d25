// Builds `dist`, and knows whether that is needed. Plain JavaScript: it runs before anything is built.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { argv, exit, stderr } from 'node:process';
import { fileURLToPath } from 'node:url';
import { buildConsole, consoleIsCurrent, consoleStamps } from './build-console.mjs';
import { compile, compilerSettings, outputsOf } from './compile.mjs';
import { joinService } from './join.mjs';
import { isUntouchedOrCurrent } from './untouched.mjs';

/** What is compiled. */
const folders = ['src', 'migrations', 'demo', 'test/support', 'scripts', 'listener/src'];
/** What else decides what comes out. */
const settings = ['package.json', 'package-lock.json', compilerSettings];
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
  return { digest: hash.digest('hex'), sources, outputs: sources.flatMap(outputsOf) };
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
 * Builds, removes what earlier builds made of sources that are gone, and joins what a start of the service loads. One at a time: the
 * tests of several workers may want it at once, and a start beside them.
 * @param {string} [root]
 * @param {boolean} [whenStale] nothing is done where `dist` is current by then
 * @throws {Error} when the build fails, with what the compiler says
 */
export async function build(root = here, whenStale = false) {
  mkdirSync(join(root, 'dist'), { recursive: true });
  // Only a build needs it, which nearly no start is.
  const { lock } = await import('proper-lockfile');
  const letGo = await lock(join(root, 'dist'), {
    lockfilePath: join(root, 'dist', 'building'),
    retries: { retries: 600, factor: 1, minTimeout: 200 },
    stale: 30_000,
  });
  try {
    if (!whenStale || !isCurrent(root)) await buildAlone(root);
  } finally {
    await letGo();
  }
}

/** @param {string} root */
async function buildAlone(root) {
  const { digest, sources, outputs } = inputs(root);
  // A build that is interrupted leaves no stamp.
  rmSync(join(root, stampFile), { force: true });
  await compile(root, sources);
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
  await build(here, true);
  await buildConsole();
}

/** What `node scripts/build.mjs` is asked for. @type {Readonly<Record<string, () => Promise<void>>>} */
const asked = {
  '': async () => {
    await build();
    await buildConsole();
  },
  '--when-stale': buildWhenStale,
  // For tests, which start the service and look at its console elsewhere.
  '--service-when-stale': () => build(here, true),
};
if (argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const work = asked[argv[2] ?? ''];
    if (work === undefined) throw new Error(`${argv[2]} is none of ${Object.keys(asked).filter(Boolean).join(', ')}`);
    await work();
  } catch (error) {
    stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    exit(1);
  }
}
