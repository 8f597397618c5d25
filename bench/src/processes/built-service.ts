import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Directory of the built service; BENCH_SERVICE names another build, e.g. to compare two. */
export const SERVICE_DIRECTORY = process.env['BENCH_SERVICE'] ?? new URL('../../../', import.meta.url).pathname;

/** A module of the built service, by its path below `src`. The caller says what it exports. */
export async function serviceModule<Exports>(path: string): Promise<Exports> {
  return (await import(pathToFileURL(join(SERVICE_DIRECTORY, 'dist/src', path)).href)) as Exports;
}
