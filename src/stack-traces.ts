import { readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { fileURLToPath } from 'node:url';

/** A place in a file that the build has joined from many (`scripts/join.mjs`). */
const JOINED = /(file:[^\s()]*\/joined\/[\w.-]+\.js):(\d+):(\d+)/;

/** The collector may take a map back: it is as large as a hundred logins, and few processes show more than one stack trace. */
const maps = new Map<string, WeakRef<SourceMap> | null>();

function mapOf(file: string): SourceMap | null {
  const kept = maps.get(file);
  if (kept === null) return null;
  let map = kept?.deref() ?? null;
  if (map !== null) return map;
  try {
    map = new SourceMap(JSON.parse(readFileSync(fileURLToPath(`${file}.map`), 'utf8')) as SourceMapPayload);
  } catch {
    // A trace without lines of sources is better than an error about an error.
  }
  maps.set(file, map && new WeakRef(map));
  return map;
}

/** `src/service.ts:150` in place of `file:///…/joined/application.js:70000:5`; what is not known stays. */
function inSources(frame: string): string {
  return frame.replace(JOINED, (position, file: string, line: string, column: string) => {
    const entry = mapOf(file)?.findEntry(Number(line) - 1, Number(column) - 1);
    return entry !== undefined && 'originalSource' in entry
      ? `${entry.originalSource}:${entry.originalLine + 1}`
      : position;
  });
}

function headOf(error: unknown): string {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return 'Error';
  }
}

/**
 * Has stack traces name files and lines of the sources, of an installation that has none too. Node's own `--enable-source-maps` would
 * look for a map of each of 1,700 files of packages in every start; here one is read when a stack trace is first asked for.
 */
export function nameSourcesInStackTraces(): void {
  Error.prepareStackTrace = (error, frames) => {
    // oxlint-disable-next-line typescript/no-base-to-string -- V8 gives each a text of its own, which its type does not say
    const lines = frames.map((frame) => `    at ${inSources(String(frame))}`);
    return [headOf(error), ...lines].join('\n');
  };
}
