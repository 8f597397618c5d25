// Runs a file of the build, `node scripts/run.mjs src/main.js …`, after building it where that is needed. One process: starting
// another one would cost more than finding out that the build is current.
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
const built = join(dirname(dirname(fileURLToPath(import.meta.url))), 'dist', file);
argv.splice(1, argv.length, built, ...parameters);
await import(pathToFileURL(built).href);
