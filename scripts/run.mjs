// Runs a file of the build, `node scripts/run.mjs src/main.js …`, after building it where that is needed. One process: starting
// another one would cost more than finding out that the build is current.
import * as modules from 'node:module';
import { dirname, join } from 'node:path';
import { argv, exit, stderr } from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildWhenStale } from './build.mjs';

const [, , file = '', ...parameters] = argv;
try {
  await buildWhenStale();
} catch (error) {
  stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  exit(1);
}
const dist = join(dirname(dirname(fileURLToPath(import.meta.url))), 'dist');
// Node 22 and later keep compiled code from one start to the next: beside the build, which only whoever builds may write. Node 20 has
// no such thing for modules.
const compiling = /** @type {{ enableCompileCache?: (directory: string) => unknown }} */ (
  /** @type {unknown} */ (modules)
);
compiling.enableCompileCache?.(join(dist, 'compile-cache'));
const built = join(dist, file);
argv.splice(1, argv.length, built, ...parameters);
await import(pathToFileURL(built).href);
