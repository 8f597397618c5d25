import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Fields of a type that only browsers' type definitions have. */
declare const WebAssembly: { compile(bytes: Uint8Array): Promise<object> };

let kept: Promise<object> | undefined;

/**
 * Keeps the embedded database's WebAssembly alive in this process. V8 shares the machine code of equal modules among threads
 * for as long as one of them is there: without this each start of an embedded database would compile and optimise it anew,
 * which takes more processor time than all else in a start.
 */
export async function keepCompiledPostgresql(): Promise<void> {
  const folder = dirname(createRequire(import.meta.url).resolve('@electric-sql/pglite'));
  kept ??= WebAssembly.compile(readFileSync(join(folder, 'pglite.wasm')));
  await kept;
}
