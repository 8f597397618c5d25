// Builds the console into `dist/console`, and knows whether that is needed. Plain JavaScript: it runs before anything is built.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

/** What the console is made from: its own package, and what it shares with the service and with `countersign-verify`. */
const folders = [
  'console',
  'src/verify',
  'src/audit/format',
  'src/audit/log',
  'src/claims/paths',
  'src/branding',
  'src/pages/messages',
  'src/pages/templates',
];
/** Generated from the OpenAPI document on each build. */
const generated = 'console/src/api/schema.d.ts';
const target = 'dist/console';
const description = 'dist/openapi.json';
const typesFile = 'dist/console-types.json';
/** What tells of which sources the console was built, and of what its types of the API were made. */
export const consoleStamps = [`${target}/build.json`, typesFile, description];
const compressed = new Set(['.js', '.css', '.svg', '.json']);

const here = dirname(dirname(fileURLToPath(import.meta.url)));

/** @param {string} folder @returns {string[]} paths of all files, sorted */
function filesIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** @param {string} root */
function digestOf(root) {
  const hash = createHash('sha256');
  const sources = folders.flatMap((folder) => filesIn(join(root, folder)));
  for (const file of [...sources, join(root, 'package-lock.json')]) {
    if (!existsSync(file) || file === join(root, generated)) continue;
    hash
      .update(`${file.slice(root.length)}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex');
}

/** @param {string} file @returns {string | null} */
function stampIn(file) {
  try {
    return String(JSON.parse(readFileSync(file, 'utf8')).inputs);
  } catch {
    return null;
  }
}

/** @param {string} root */
const isBundled = (root) => stampIn(join(root, target, 'build.json')) === digestOf(root);
/** @param {string} root */
const digestOfDescription = (root) =>
  createHash('sha256')
    .update(readFileSync(join(root, description)))
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
/** @param {string} root */
const hasTypes = (root) =>
  [description, generated].every((file) => existsSync(join(root, file))) &&
  stampIn(join(root, typesFile)) === digestOfDescription(root);

/** Whether `dist/console` is what a build would make now, and its types are those of the present description of the API. @param {string} [root] */
export function consoleIsCurrent(root = here) {
  if (!existsSync(join(root, 'console'))) return true;
  return isBundled(root) && hasTypes(root);
}

/**
 * @param {string} root
 * @param {string} file what Node runs
 * @param {readonly string[]} parameters
 * @param {'inherit' | 'ignore'} [output] compilers tell their faults on standard output
 * @returns {Promise<void>}
 */
function run(root, file, parameters, output = 'inherit') {
  const child = spawn(process.execPath, [file, ...parameters], {
    cwd: root,
    stdio: ['ignore', output, 'inherit'],
    // Vite goes by it: a test that bundles would leave React as its developers use it, half as large again and slower.
    env: { ...process.env, NODE_ENV: 'production' },
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (status) => {
      if (status === 0) resolve();
      else reject(new Error('The build of the console failed'));
    });
  });
}

/** @param {string} root @param {string} program of a package: npm puts it beside the console where the root has another version @returns {string} */
function installed(root, program) {
  const [own, shared] = ['console/node_modules', 'node_modules'].map((folder) => join(root, folder, program));
  if (own !== undefined && existsSync(own)) return own;
  if (shared !== undefined && existsSync(shared)) return shared;
  throw new Error('The build needs the development dependencies: run npm install');
}

/**
 * Bundles the console, without looking at its types.
 * @param {string} [root]
 */
export async function bundleConsole(root = here) {
  if (isBundled(root)) return;
  const inputs = digestOf(root);
  const draft = join(root, `${target}.${process.pid}`);
  await run(root, installed(root, 'vite/bin/vite.js'), ['build', 'console', '--outDir', draft, '--logLevel', 'warn']);
  for (const file of filesIn(draft).filter((name) => compressed.has(extname(name)))) {
    const body = readFileSync(file);
    const smaller = gzipSync(body, { level: 9 });
    if (smaller.length < body.length) writeFileSync(`${file}.gz`, smaller);
  }
  writeFileSync(join(draft, 'build.json'), `${JSON.stringify({ inputs })}\n`);
  putInPlace(root, draft);
}

/**
 * Puts a draft where the console is served from. Several processes may build at once: whoever reads meanwhile finds a whole one, and
 * the first that is current stays.
 * @param {string} root
 * @param {string} draft
 */
function putInPlace(root, draft) {
  const place = join(root, target);
  const before = `${draft}.before`;
  for (let left = 5; !isBundled(root); left -= 1)
    try {
      rmSync(before, { recursive: true, force: true });
      if (existsSync(place)) renameSync(place, before);
      renameSync(draft, place);
      // Whole, and seen to be old by the next build where sources have changed meanwhile.
      break;
    } catch (error) {
      if (left === 0) throw error;
    }
  for (const done of [draft, before]) rmSync(done, { recursive: true, force: true });
}

/**
 * Types of the API as it is now: what has drifted from them does not pass lint, nor `npm run typecheck`.
 * @param {string} root
 */
async function writeTypes(root) {
  if (hasTypes(root)) return;
  const inputs = digestOfDescription(root);
  const output = ['--output', join(root, generated), '--default-non-nullable=false'];
  await run(root, installed(root, 'openapi-typescript/bin/cli.js'), [join(root, description), ...output], 'ignore');
  writeFileSync(join(root, typesFile), `${JSON.stringify({ inputs })}\n`);
}

/**
 * Builds the console where it is not current. The service MUST be built: the console's types come from its description of the API.
 * @param {string} [root]
 * @throws {Error} when it cannot be bundled
 */
export async function buildConsole(root = here) {
  if (!existsSync(join(root, 'console'))) return;
  await run(root, join(root, 'dist/scripts/write-openapi.js'), [join(root, description)]);
  // Each keeps one core busy.
  await Promise.all([bundleConsole(root), writeTypes(root)]);
}
