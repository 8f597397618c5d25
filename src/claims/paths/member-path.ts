import type { Segment } from './path-model.js';
import type { PathScanner } from './path-scanner.js';

const nameCharacters = /[^.:[\]'"]+/uy;
const bareName = /^(?![\s$])[^.:[\]'"]+(?<!\s)$/u;
const innerBareName = /^(?!\s)[^.:[\]'"]+(?<!\s)$/u;

/** `segment *( ("." / ":") name / index / quoted )`, where a segment is a name or a quoted name. */
export function scanMemberPath(scanner: PathScanner): { segments: Segment[]; offsets: number[] } {
  const segments: Segment[] = [];
  const offsets: number[] = [];
  const add = (offset: number, segment: Segment): void => {
    offsets.push(offset);
    segments.push(segment);
  };

  if (seesQuotedName(scanner)) add(scanner.position, scanQuotedName(scanner));
  else if (scanner.sees('[')) scanner.fail('a name first (for a document that is an array write $[0])');
  else add(scanner.position, scanName(scanner));

  while (!scanner.atEnd) {
    const start = scanner.position;
    if (seesQuotedName(scanner)) add(start, scanQuotedName(scanner));
    else if (scanner.sees('[')) add(start, scanner.index());
    else if (scanner.takes('.') || scanner.takes(':')) add(scanner.position, scanName(scanner));
    else scanner.fail('".", ":", "[" or the end of the path');
  }
  return { segments, offsets };
}

/** The path that reads these segments, in the plainest spelling. */
export function printMemberPath(segments: readonly Segment[]): string {
  return segments
    .map((segment, position) => {
      if (typeof segment === 'number') return `[${segment}]`;
      if (!(position === 0 ? bareName : innerBareName).test(segment)) return quoteName(segment);
      return position === 0 ? segment : `.${segment}`;
    })
    .join('');
}

/** `['name']`, escaped. */
export function quoteName(name: string): string {
  return `['${name.replace(/[\\']/gu, '\\$&')}']`;
}

export function seesQuotedName(scanner: PathScanner): boolean {
  return scanner.sees("['") || scanner.sees('["');
}

function scanQuotedName(scanner: PathScanner): string {
  scanner.require('[');
  const name = scanner.quoted();
  scanner.require(']');
  return name;
}

function scanName(scanner: PathScanner): string {
  const start = scanner.position;
  const name = scanner.match(nameCharacters);
  if (name === null) {
    const afterSeparator = start > 0 && scanner.sees('[');
    scanner.fail(afterSeparator ? 'a name, or no separator before "["' : 'a name');
  }
  const end = name.trimEnd().length;
  if (/^\s/u.test(name)) scanner.fail('a name without white space at its start', start);
  if (end < name.length) scanner.fail('a name without white space at its end', start + end);
  return name;
}
