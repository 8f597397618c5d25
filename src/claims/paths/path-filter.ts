import {
  type FilterComparison,
  type FilterOperator,
  type Literal,
  operators,
  type PathFilter,
} from './filter-model.js';
import { quoteName } from './member-path.js';
import { ownMember } from './own-member.js';
import type { PathScanner } from './path-scanner.js';

const memberName = /[\p{L}_\u0080-\u{10ffff}][\p{L}\p{N}_\-\u0080-\u{10ffff}]*/uy;
const number = /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/uy;
const space = /[ \t]*/uy;

/** Everything between `?` and `]`. `&&` binds tighter than `||`; parentheses group. */
export function scanFilter(scanner: PathScanner): PathFilter {
  return scanOperands(scanner, 'or', '||', () => scanOperands(scanner, 'and', '&&', () => scanTerm(scanner)));
}

function scanOperands(scanner: PathScanner, kind: 'and' | 'or', joiner: string, scan: () => PathFilter): PathFilter {
  const operands: PathFilter[] = [];
  do {
    const operand = scan();
    if (operand.kind === kind) operands.push(...operand.operands);
    else operands.push(operand);
  } while (scanner.takes(joiner));
  const [only] = operands;
  return operands.length === 1 && only !== undefined ? only : { kind, operands };
}

function scanTerm(scanner: PathScanner): PathFilter {
  scanner.match(space);
  const term = scanner.takes('(') ? scanGroup(scanner) : scanComparison(scanner);
  scanner.match(space);
  return term;
}

function scanGroup(scanner: PathScanner): PathFilter {
  const filter = scanFilter(scanner);
  if (!scanner.takes(')')) scanner.fail('"&&", "||" or ")"');
  return filter;
}

function scanComparison(scanner: PathScanner): PathFilter {
  if (!scanner.takes('@')) scanner.fail('@.member');
  const member = [scanMember(scanner)];
  while (scanner.sees('.') || scanner.sees('[')) member.push(scanMember(scanner));
  scanner.match(space);
  const operator = operators.find((candidate) => scanner.takes(candidate));
  if (operator === undefined || scanner.sees('=')) scanner.fail(`one of ${operators.join(' ')}`);
  scanner.match(space);
  return { kind: 'comparison', member, operator, literal: scanLiteral(scanner) };
}

/** `.name` or `['name']`. */
export function scanMember(scanner: PathScanner): string {
  if (scanner.takes('.')) {
    const name = scanner.match(memberName);
    if (name === null) scanner.fail(`a name of letters, digits, _ and - (another one is written ['name'])`);
    return name;
  }
  if (!scanner.takes('[')) scanner.fail(`.name or ['name']`);
  const name = scanner.quoted();
  scanner.require(']');
  return name;
}

function scanLiteral(scanner: PathScanner): Literal {
  if (scanner.sees("'") || scanner.sees('"')) return scanner.quoted();
  const start = scanner.position;
  const word = scanner.match(/[A-Za-z]+/uy);
  if (word === 'true') return true;
  if (word === 'false') return false;
  if (word === 'null') return null;
  const digits = word === null ? scanner.match(number) : null;
  if (digits === null) scanner.fail('a literal: text in quotes, a number, true, false or null', start);
  const value = Number(digits);
  if (!Number.isFinite(value)) scanner.fail('a number within the range of a double', start);
  return value;
}

/**
 * Whether a candidate passes. Comparison is strict: values of different types are never equal. A candidate that lacks the
 * member passes no comparison, `!=` included (unlike RFC 9535 §2.3.5.2.2): what is not there proves nothing.
 */
export function passesFilter(filter: PathFilter, candidate: unknown): boolean {
  if (filter.kind === 'comparison') return passesComparison(filter, candidate);
  const { kind, operands } = filter;
  return kind === 'and'
    ? operands.every((operand) => passesFilter(operand, candidate))
    : operands.some((operand) => passesFilter(operand, candidate));
}

function passesComparison(filter: FilterComparison, candidate: unknown): boolean {
  let value: unknown = candidate;
  for (const name of filter.member) value = ownMember(value, name);
  if (value === undefined) return false;
  if (filter.operator === '==') return value === filter.literal;
  if (filter.operator === '!=') return value !== filter.literal;
  return isOrdered(value, filter.operator, filter.literal);
}

function isOrdered(value: unknown, operator: FilterOperator, literal: Literal): boolean {
  const comparable =
    (typeof value === 'number' && typeof literal === 'number') ||
    (typeof value === 'string' && typeof literal === 'string');
  if (!comparable) return false;
  if (operator === '<') return value < literal;
  if (operator === '<=') return value <= literal;
  return operator === '>' ? value > literal : value >= literal;
}

export function printFilter(filter: PathFilter): string {
  if (filter.kind === 'comparison') {
    const { member, operator, literal } = filter;
    return `@${member.map(quoteName).join('')} ${operator} ${printLiteral(literal)}`;
  }
  if (filter.kind === 'or') return filter.operands.map(printFilter).join(' || ');
  return filter.operands
    .map((operand) => (operand.kind === 'or' ? `(${printFilter(operand)})` : printFilter(operand)))
    .join(' && ');
}

function printLiteral(literal: Literal): string {
  return typeof literal === 'string' ? `'${literal.replace(/[\\']/gu, '\\$&')}'` : String(literal);
}
