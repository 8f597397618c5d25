import { createHash } from 'node:crypto';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL, URL } from 'node:url';

/**
 * The project's TypeScript without its types, each file at the same place of a folder of its own, where Node loads it as it loads
 * any other: hooks of its loader would ask another thread about each module and each `import()`, which takes longer than loading.
 * Below the project, so that packages are found from there.
 */

const root = realpathSync(fileURLToPath(new URL('../../..', import.meta.url)));
const tree = join(root, 'node_modules', '.cache', 'countersign-compiled');
/** What a file of the tree was compiled from. */
const contents = join(tree, 'contents.json');

/** What test files import as `@jest/globals`. */
const globals = new URL('./globals.js', import.meta.url).href;

/** What is no source of ours. */
const FOREIGN = new Set(['node_modules', 'dist']);
/** What a module may import besides TypeScript. Node follows a link to the file itself. */
const LINKED = /\.(js|mjs|cjs|json)$/;

/**
 * @param {string} file of the project's TypeScript
 * @returns {string} URL of what it is compiled to
 */
export const compiledUrl = (file) => pathToFileURL(inTree(relative(root, realpathSync(file)))).href;

/** @param {string} path within the project */
const inTree = (path) => join(tree, path.replace(/\.ts$/, '.js'));

/** Compiles what has changed. Jest calls it once, before all workers. */
export default async function compileAll() {
  const { transformSync, version } = await import('@swc/core');
  // What is compiled names files of this checkout by URL: after a move, or in a copy, it would reach into the other one.
  const rules = createHash('sha256')
    .update(version)
    .update(root)
    .update(readFileSync(join(root, '.swcrc')))
    .update(readFileSync(fileURLToPath(import.meta.url)))
    .digest('hex');
  const before = contentsBefore();
  /** @type {Record<string, string>} */
  const now = {};
  for (const path of sources('')) {
    const file = join(root, path);
    const source = path.endsWith('.ts') ? readFileSync(file) : null;
    const digest = createHash('sha256')
      .update(rules)
      .update(source ?? 'a link')
      .digest('base64url');
    now[path] = digest;
    if (before[path] === digest) continue;
    const place = inTree(path);
    mkdirSync(dirname(place), { recursive: true });
    if (source === null) {
      replace(place, (draft) => symlinkSync(file, draft));
      continue;
    }
    const { code, map = '' } = transformSync(source.toString(), { filename: file, cwd: root, sourceMaps: true });
    replace(`${place}.map`, (draft) => writeFileSync(draft, map));
    replace(place, (draft) => writeFileSync(draft, atItsPlace(code, file)));
  }
  for (const path of Object.keys(before)) {
    if (!(path in now)) for (const end of ['', '.map']) rmSync(`${inTree(path)}${end}`, { force: true });
  }
  replace(contents, (draft) => writeFileSync(draft, JSON.stringify(now)));
}

/** @returns {Record<string, string>} */
function contentsBefore() {
  try {
    return JSON.parse(readFileSync(contents, 'utf8'));
  } catch {
    rmSync(tree, { recursive: true, force: true });
    mkdirSync(tree, { recursive: true });
    return {};
  }
}

/**
 * @param {string} folder within the project
 * @returns {Generator<string>} paths within the project
 */
function* sources(folder) {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const { name } = entry;
    if (name.startsWith('.') || FOREIGN.has(name)) continue;
    const path = join(folder, name);
    if (entry.isDirectory()) yield* sources(path);
    else if ((name.endsWith('.ts') && !name.endsWith('.d.ts')) || LINKED.test(name)) yield path;
  }
}

/**
 * @param {string} code as the compiler writes it
 * @param {string} file what it was compiled from, which it takes itself for
 */
function atItsPlace(code, file) {
  const isTest = file.endsWith('.test.ts');
  const meta = code.includes('import.meta')
    ? `Object.assign(import.meta, ${JSON.stringify({ url: pathToFileURL(file).href, filename: file, dirname: dirname(file) })});`
    : '';
  const importing = code.replaceAll(/^(import .* from )['"]@jest\/globals['"];$/gm, `$1${JSON.stringify(globals)};`);
  // What comes first stays in the first line: the map knows the lines.
  return `${meta}${importing}\n${isTest ? lettingGo(code) : ''}//# sourceMappingURL=${nameOf(file)}.map\n`;
}

/** @param {string} file */
const nameOf = (file) => encodeURIComponent(file.slice(dirname(file).length + 1).replace(/\.ts$/, '.js'));

/**
 * Node keeps a module for ever, and so what its variables hold: a test file's whole service, long after it was closed. With
 * those of all files before it a worker spends a quarter of its time on collecting garbage that is none.
 * @param {string} code of a test file, as the compiler writes it
 */
function lettingGo(code) {
  // The compiler leaves a comment and what it is about on one line.
  const variables = [...code.matchAll(/^(?:[/ ]\*.*\/ )?let ([\w$]+);$/gm)].map(([, name]) => name);
  if (variables.length === 0) return '';
  const assignment = `${variables.join(' = ')} = undefined`;
  return `import { afterFile as $afterFile } from ${JSON.stringify(globals)};\n$afterFile(() => { ${assignment}; });\n`;
}

/**
 * Appears whole or not at all: two runs may want it at once.
 * @param {string} file
 * @param {(draft: string) => void} write
 */
function replace(file, write) {
  const draft = `${file}.${process.pid}`;
  write(draft);
  renameSync(draft, file);
}
