import { quoteName, seesQuotedName } from './member-path.js';
import { printFilter, scanFilter, scanMember } from './path-filter.js';
import type { Segment, Selector } from './path-model.js';
import type { PathScanner } from './path-scanner.js';

/**
 * The part of JSONPath (RFC 9535) that finds values in arrays of objects: children, indexes, wildcards, and filters that
 * compare members with literals. No descendants, slices, unions, functions or scripts.
 */
export function scanJsonPath(scanner: PathScanner): { selectors: Selector[]; offsets: number[] } {
  const selectors: Selector[] = [];
  const offsets: number[] = [];
  scanner.require('$');
  while (!scanner.atEnd) {
    offsets.push(scanner.position);
    selectors.push(scanSelector(scanner));
  }
  return { selectors, offsets };
}

function scanSelector(scanner: PathScanner): Selector {
  if (scanner.takes('.*') || scanner.takes('[*]')) return { kind: 'wildcard' };
  if (scanner.sees('..')) scanner.fail('a name: ".." (any depth) is not accepted', scanner.position + 1);
  if (scanner.sees('.') || seesQuotedName(scanner)) return { kind: 'member', name: scanMember(scanner) };
  if (scanner.takes('[?')) {
    const filter = scanFilter(scanner);
    if (!scanner.takes(']')) scanner.fail('"&&", "||" or "]"');
    return { kind: 'filter', filter };
  }
  if (scanner.sees('[')) return { kind: 'index', index: scanner.index() };
  return scanner.fail('".", "[" or the end of the path');
}

/** The selectors as plain segments, or null when a wildcard or a filter is among them. */
export function segmentsOf(selectors: readonly Selector[]): readonly Segment[] | null {
  const segments: Segment[] = [];
  for (const selector of selectors) {
    if (selector.kind === 'member') segments.push(selector.name);
    else if (selector.kind === 'index') segments.push(selector.index);
    else return null;
  }
  return segments;
}

/** The JSONPath that makes these selections, names always quoted. */
export function printJsonPath(selectors: readonly Selector[]): string {
  return `$${selectors.map(printSelector).join('')}`;
}

function printSelector(selector: Selector): string {
  if (selector.kind === 'member') return quoteName(selector.name);
  if (selector.kind === 'index') return `[${selector.index}]`;
  return selector.kind === 'wildcard' ? '[*]' : `[?(${printFilter(selector.filter)})]`;
}
