import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

/** One file of the built console. */
export interface ConsoleFile {
  readonly body: Buffer;
  /** Compressed; null where that does not make them smaller. */
  readonly gzip: Buffer | null;
  readonly type: string;
}

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** Where a build of the console is, seen from the built service and from its sources. */
const places = ['../../console', '../../dist/console'].map((place) => join(import.meta.dirname, place));

/** Written last by the build, so that half a build is none. */
const STAMP = 'build.json';

/**
 * The console as it was built beside the service, kept in memory once it was asked for: a few dozen files of which only those of
 * the build can be named, so no path of a request ever reaches the disk.
 */
export class ConsoleFiles {
  private constructor(
    private readonly folder: string,
    private readonly names: ReadonlySet<string>,
    private readonly kept = new Map<string, ConsoleFile>(),
  ) {}

  /** Null where the console was not built, as in an installation from which it was left out. */
  static find(folders: readonly string[] = places): ConsoleFiles | null {
    const folder = folders.find((place) => existsSync(join(place, STAMP)));
    if (folder === undefined) return null;
    const names = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== STAMP && extname(entry.name) in types)
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
    return new ConsoleFiles(folder, new Set(names));
  }

  /** @param name relative to the console's own address, e.g. `assets/index-1a2b3c.js`; null when the build has no such file */
  file(name: string): ConsoleFile | null {
    if (!this.names.has(name)) return null;
    const known = this.kept.get(name);
    if (known !== undefined) return known;
    const path = join(this.folder, name);
    const file = {
      body: readFileSync(path),
      gzip: existsSync(`${path}.gz`) ? readFileSync(`${path}.gz`) : null,
      type: types[extname(name)] ?? 'application/octet-stream',
    };
    this.kept.set(name, file);
    return file;
  }
}
