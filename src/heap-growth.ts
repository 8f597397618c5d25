import { setFlagsFromString } from 'node:v8';

/**
 * Has V8 collect its old generation when it has grown by so much since the last collection. By itself it waits until there is a multiple
 * of what is in use, the more the slower it could look the last time: a busy service held five times what it needed
 * (docs/performance/memory.md). Unlike a limit (`--max-old-space-size`) this never ends the process: whoever needs more gets it. Node 20,
 * 22 and 24 read it anew at each collection, so that it can be said once the process runs.
 * @param percent 0: V8's own way
 */
export function growHeapBy(percent: number): void {
  if (percent > 0) setFlagsFromString(`--heap-growing-percent=${percent}`);
}
