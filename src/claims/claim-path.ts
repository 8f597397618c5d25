import { printJsonPath, scanJsonPath, segmentsOf } from './paths/json-path.js';
import { printMemberPath, scanMemberPath } from './paths/member-path.js';
import type { ClaimPath } from './paths/path-model.js';
import { PathFault, PathScanner } from './paths/path-scanner.js';

export type { ClaimPath, Segment, Selector } from './paths/path-model.js';

/** Longest claim path, in UTF-16 units. */
export const claimPathLimit = 500;

type ClaimPathResult =
  | { readonly ok: true; readonly path: ClaimPath }
  | {
      readonly ok: false;
      /** Where the fault is: characters (Unicode code points) from 1; one past the end when something is missing there. */
      readonly column: number;
      /** What was expected there, e.g. `a name`. */
      readonly expected: string;
      /** Column, expectation and finding in one sentence. */
      readonly message: string;
    };

/**
 * Parses a claim path. Names are separated by `.` or `:`; a name that contains one of them is wrapped: `['urn:a.b']`;
 * `[0]` and `[-1]` are an array's first and last element. A path that starts with `$` is a restricted JSONPath.
 */
export function parseClaimPath(text: string): ClaimPathResult {
  const scanner = new PathScanner(text);
  try {
    if (text.length > claimPathLimit) scanner.fail(`at most ${claimPathLimit} characters`, claimPathLimit);
    return { ok: true, path: scan(scanner) };
  } catch (fault) {
    if (!(fault instanceof PathFault)) throw fault;
    return describe(text, fault);
  }
}

function scan(scanner: PathScanner): ClaimPath {
  const { text } = scanner;
  if (!text.startsWith('$')) return { kind: 'members', text, ...scanMemberPath(scanner) } as unknown as ClaimPath;
  const { selectors, offsets } = scanJsonPath(scanner);
  return { kind: 'jsonpath', text, selectors, offsets, segments: segmentsOf(selectors) } as unknown as ClaimPath;
}

function describe(text: string, fault: PathFault): ClaimPathResult {
  const [found] = text.slice(fault.offset);
  const column = Array.from(text.slice(0, fault.offset)).length + 1;
  const finding = found === undefined ? 'the path ends' : `found ${JSON.stringify(found)}`;
  return {
    ok: false,
    column,
    expected: fault.expected,
    message: `Column ${column}: expected ${fault.expected}, but ${finding}`,
  };
}

/** The path in its plainest spelling; parses to the same segments or selectors. */
export function printClaimPath(path: ClaimPath): string {
  return path.kind === 'members' ? printMemberPath(path.segments) : printJsonPath(path.selectors);
}
