// Joins the files of the service that a start loads into a few: finding, reading and linking 1,330 modules is a third of it
// (docs/decisions/0020). Plain JavaScript: the build runs it on what the compiler has made.
import { Buffer } from 'node:buffer';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { argv, exit, stderr } from 'node:process';
import { fileURLToPath } from 'node:url';

/** What the service runs, below the folder of its compiled files; its start reads it by this name. */
const ENTRY = 'main.js';
/** Beside the entry. */
const FOLDER = 'joined';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** @param {string} path */
const withSlashes = (path) => path.split(sep).join('/');

/**
 * Where a module stands decides what it reads beside itself, and which thread it starts: it goes on saying where its file stands.
 * @param {string} code
 * @param {string} place path of the module's file, seen from the file that it is joined into
 */
function keepingItsPlace(code, place) {
  return code.replace(/\bimport\.meta\.(\w+)/g, (_all, property) => {
    if (property === 'dirname') return `(import.meta.dirname + ${JSON.stringify(`/${dirname(place)}`)})`;
    if (property === 'url') return `new URL(${JSON.stringify(place)}, import.meta.url).href`;
    throw new Error(`import.meta.${property} is not known to scripts/join.mjs`);
  });
}

/**
 * What the compiler says about the lines of a file, in a file beside it or in the last line.
 * @param {string} file
 * @param {string} code
 * @returns {string | null}
 */
function compilersMap(file, code) {
  if (existsSync(`${file}.map`)) return readFileSync(`${file}.map`, 'utf8');
  const [, inline] = /\n\/\/# sourceMappingURL=data:application\/json;[^,]*base64,(\S+)\s*$/.exec(code) ?? [];
  return inline === undefined ? null : Buffer.from(inline, 'base64').toString();
}

/**
 * A map of lines only: a fraction of what stack traces would have to read otherwise, and hold.
 * @param {string} map
 */
async function ofLines(map) {
  const { decode, encode } = await import('@jridgewell/sourcemap-codec');
  const parsed = JSON.parse(map);
  const lines = decode(parsed.mappings).map((line) =>
    line.filter((segment, index) => segment[1] !== line[index - 1]?.[1] || segment[2] !== line[index - 1]?.[2]),
  );
  return JSON.stringify({ ...parsed, mappings: encode(lines) });
}

/**
 * Has `main.js` load what is joined at once: `import()` of Node 20 reads what that imports, 1,700 files of packages, one turn of the
 * event loop after the other, which takes half as long again. No file joined may have an `await` outside its functions.
 * @param {string} code
 */
const loadingAtOnce = (code) =>
  code.replace(
    /\bimport\(("\.\/joined\/[\w.-]+")\)/g,
    'process.getBuiltinModule("module").createRequire(import.meta.url)($1)',
  );

/**
 * Escapes what is not in Latin-1. V8 keeps the source of what it runs, a byte for each character, or two for all where one has no
 * place in Latin-1: one dash would take three megabytes. In texts, templates and regular expressions the escape means the same.
 * @param {string} code without comments
 */
function inLatin1(code) {
  // After a backslash it would be the backslash that is escaped, and a raw template shows the escape itself.
  const [unsafe] = /\\[^\0-\xff]|String\.raw`[^`]*[^\0-\xff]/.exec(code) ?? [];
  if (unsafe !== undefined) throw new Error(`${unsafe.slice(-80)} cannot be escaped by scripts/join.mjs`);
  return code.replace(/[^\0-\xff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** @param {import('rolldown').OutputChunk | import('rolldown').OutputAsset} file */
async function contentOf(file) {
  if (file.type === 'chunk') return inLatin1(file.isEntry ? loadingAtOnce(file.code) : file.code);
  return file.fileName.endsWith('.map') ? ofLines(file.source.toString()) : file.source;
}

/**
 * Joins what `main.js` imports at once into `joined/begin.js`, and what it imports once it runs, with all that this needs, into
 * `joined/application.js`. What modules import later stays apart, so that it is loaded when it is needed; packages stay as they are
 * installed. Each module is joined once and keeps the names of its functions and classes; a source map of lines leads to the sources.
 *
 * @param {string} from folder of the compiled `main.js`, where each file is a module
 * @param {string} [to] folder for the joined `main.js`. Default: in the place of the other
 * @returns paths of all files written, below that folder
 * @throws {Error} where a module asks `import.meta` for something else than its place, or what it imports is not there
 */
export async function joinService(from, to = from) {
  // Only a build needs it, which nearly no start is.
  const { rolldown } = await import('rolldown');
  const entry = join(from, ENTRY);
  /** @type {(id: string) => string} the folder of the file that a module is joined into */
  const destination = (id) => (id === entry ? to : join(to, FOLDER));
  const bundle = await rolldown({
    input: { main: entry },
    platform: 'node',
    // A module counts although nobody uses what it exports: it may decorate, or register.
    treeshake: false,
    external: (id) => !id.startsWith('.') && !isAbsolute(id),
    plugins: [
      {
        name: 'modules-as-compiled',
        load(id) {
          const code = readFileSync(id, 'utf8');
          return {
            code: keepingItsPlace(code, withSlashes(relative(destination(id), id))),
            map: compilersMap(id, code),
          };
        },
      },
    ],
  });
  /** @type {(name: string, priority: number, of: 'importedIds' | 'dynamicallyImportedIds') => import('rolldown').CodeSplittingGroup} */
  const group = (name, priority, of) => ({
    debugName: name,
    name: (id, graph) => (graph.getModuleInfo(entry)?.[of].includes(id) === true ? name : null),
    priority,
    includeDependenciesRecursively: true,
  });
  const { output } = await bundle.generate({
    dir: to,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: `${FOLDER}/[name].js`,
    keepNames: true,
    // They stand in the sources; here they would be held in memory.
    comments: false,
    sourcemap: true,
    sourcemapExcludeSources: true,
    sourcemapPathTransform: (source, map) => withSlashes(relative(root, resolve(dirname(map), source))),
    codeSplitting: {
      groups: [group('begin', 2, 'importedIds'), group('application', 1, 'dynamicallyImportedIds')],
    },
  });
  await bundle.close();
  mkdirSync(join(to, FOLDER), { recursive: true });
  for (const file of output) {
    writeFileSync(join(to, file.fileName), await contentOf(file));
  }
  return output.map(({ fileName }) => fileName).sort();
}

// `node scripts/join.mjs FROM TO`: for tests, which build the service while they do nothing else.
if (argv[1] === fileURLToPath(import.meta.url)) {
  const [, , from = '', to = ''] = argv;
  try {
    await joinService(resolve(from), resolve(to));
  } catch (error) {
    stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    exit(1);
  }
}
