// Compiles what a build is made of, without judging types: `npm run lint` does. Plain JavaScript: it runs before anything is built.
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, extname, join, relative } from 'node:path';

/** What the compiler goes by. */
export const compilerSettings = '.swcrc';
/** Copied as they are; templates, styles and texts only of `src`. */
const modules = new Set(['.js', '.mjs']);
const assets = new Set(['.eta', '.css', '.json']);
const digestsFile = 'dist/compiled.json';

/**
 * @param {string} source path within the project
 * @returns {readonly string[]} paths of what is made of it; none: it is not part of what runs
 */
export function outputsOf(source) {
  const extension = extname(source);
  const name = join('dist', source.slice(0, -extension.length));
  if (source.endsWith('.d.ts')) return [];
  if (extension === '.ts') return [`${name}.js`, `${name}.js.map`];
  return modules.has(extension) || (assets.has(extension) && source.startsWith('src')) ? [join('dist', source)] : [];
}

/** @param {string} root @returns {Record<string, string>} of what each source was compiled */
function digestsBefore(root) {
  try {
    return JSON.parse(readFileSync(join(root, digestsFile), 'utf8'));
  } catch {
    return {};
  }
}

/**
 * Makes of each source what runs, where it is not there yet.
 * @param {string} root
 * @param {readonly string[]} sources paths within the project
 * @throws {Error} naming each file that is no TypeScript, after all others have been compiled
 */
export async function compile(root, sources) {
  const { transform, version } = compiler(root);
  const rules = createHash('sha256')
    .update(version)
    .update(readFileSync(join(root, compilerSettings)))
    .digest('hex');
  const before = digestsBefore(root);
  // Not known any more while they change: whoever is interrupted begins anew.
  rmSync(join(root, digestsFile), { force: true });
  /** @type {Record<string, string>} */
  const digests = {};
  /** @type {string[]} */
  const faults = [];
  await Promise.all(
    sources.map(async (source) => {
      const [output, map] = outputsOf(source);
      if (output === undefined) return;
      const place = join(root, output);
      mkdirSync(dirname(place), { recursive: true });
      if (map === undefined) {
        copyFileSync(join(root, source), place);
        return;
      }
      const text = readFileSync(join(root, source), 'utf8');
      const digest = createHash('sha256').update(rules).update(text).digest('base64url');
      // The service's entry is joined into something else in its place.
      const isThere =
        before[source] === digest && source !== 'src/main.ts' && existsSync(place) && existsSync(join(root, map));
      try {
        if (!isThere) await compileOne(text, source, place);
        digests[source] = digest;
      } catch (error) {
        faults.push(`${source}: ${whatIsWrong(error)}`);
      }
    }),
  );
  writeFileSync(join(root, digestsFile), JSON.stringify(digests));
  if (faults.length > 0) throw new Error(`The build failed\n${faults.sort().join('\n')}`);

  /** @param {string} text @param {string} source @param {string} place */
  async function compileOne(text, source, place) {
    const compiled = await transform(text, {
      cwd: root,
      filename: join(root, source),
      sourceMaps: true,
      inlineSourcesContent: false,
      sourceFileName: relative(dirname(place), join(root, source)),
    });
    writeFileSync(`${place}.map`, compiled.map ?? '');
    writeFileSync(place, `${compiled.code}//# sourceMappingURL=${basename(place)}.map\n`);
  }
}

/** @param {unknown} error of the compiler, which goes on with where it noticed it in its own sources */
const whatIsWrong = (error) =>
  String(error instanceof Error ? error.message : error)
    .split(/\n+(?:Caused by|Stack backtrace):/)[0]
    ?.trim();

/** @param {string} root @returns {typeof import('@swc/core')} */
function compiler(root) {
  try {
    return createRequire(join(root, 'package.json'))('@swc/core');
  } catch (error) {
    throw new Error('The build needs the development dependencies: run npm install', { cause: error });
  }
}
