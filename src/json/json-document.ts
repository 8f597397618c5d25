import { createScanner, type ParseError, parse, SyntaxKind } from 'jsonc-parser';
import { contradictoryMember } from './contradictory-member.js';

/** Nesting of a JSON document: `[]` is 1 deep. */
const maxJsonDepth = 32;

/** Where something stands in a text: characters from the start, and line and column from 1. */
interface TextPosition {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

/** Why a document is refused. Holds names and places, never a value. */
type JsonFault =
  | { readonly fault: 'not_utf8' }
  /** It begins like HTML or XML: a login or error page where JSON was expected. */
  | { readonly fault: 'html' }
  /** `position` is where reading stopped to make sense; the end of the text when it is cut short. */
  | { readonly fault: 'not_json'; readonly position: TextPosition }
  | { readonly fault: 'too_deep'; readonly maxDepth: number }
  /** RFC 8259 §4 leaves open which of two equal names counts, so two readers may see two different documents. */
  | { readonly fault: 'duplicate_member'; readonly name: string }
  | { readonly fault: 'scalar_at_top' }
  | { readonly fault: 'array_at_top' };

export type JsonDocument = { readonly value: unknown } | JsonFault;

export interface JsonDocumentOptions {
  /** `[]` is 1 deep. Default 32. */
  readonly maxDepth?: number;
  readonly topLevel: 'object' | 'object-or-array';
  /**
   * A member that is there twice: `refused` (default) always, `unless-equal` where its values differ, since then every reader sees
   * one document whichever of them it takes.
   */
  readonly repeatedMembers?: 'refused' | 'unless-equal';
}

/**
 * Reads a JSON document of untrusted origin. A byte order mark is tolerated. Depth and names are judged on the tokens,
 * without recursion, before anything is built. A member named `__proto__` becomes an own property like any other, as
 * `JSON.parse` does it: it never changes a prototype.
 */
export function parseJsonDocument(bytes: Uint8Array, options: JsonDocumentOptions): JsonDocument {
  const text = decode(bytes);
  if (text === null) return { fault: 'not_utf8' };
  const first = text.trimStart().charAt(0);
  if (first === '<') return { fault: 'html' };
  const refused = judgeTokens(text, options.maxDepth ?? maxJsonDepth);
  const mayRepeat = refused?.fault === 'duplicate_member' && options.repeatedMembers === 'unless-equal';
  if (refused !== null && !mayRepeat) return refused;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { fault: 'not_json', position: firstError(text) };
  }
  const contradictory = mayRepeat ? contradictoryMember(text) : null;
  if (contradictory !== null) return { fault: 'duplicate_member', name: contradictory.slice(0, 100) };
  if (typeof value !== 'object' || value === null) return { fault: 'scalar_at_top' };
  if (Array.isArray(value) && options.topLevel === 'object') return { fault: 'array_at_top' };
  return { value };
}

/** The fault in words for an admin. */
export function describeJsonFault(fault: JsonFault): string {
  switch (fault.fault) {
    case 'not_utf8':
      return 'expected JSON, saw bytes that are not UTF-8';
    case 'html':
      return 'expected JSON, saw a document that begins like HTML or XML';
    case 'not_json':
      return `expected JSON, saw something else at line ${fault.position.line}, column ${fault.position.column}`;
    case 'too_deep':
      return `expected JSON at most ${fault.maxDepth} deep`;
    case 'duplicate_member':
      return `expected each member once, saw ${JSON.stringify(fault.name)} twice in one object`;
    case 'scalar_at_top':
      return 'expected a JSON object or array, saw a single value';
    case 'array_at_top':
      return 'expected a JSON object, saw an array';
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true });

function decode(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}

/**
 * Looks for excessive depth and duplicate names. Text that is not JSON passes: `JSON.parse` is the judge of that, and
 * reads the tokens of whatever it accepts as the scanner does.
 */
function judgeTokens(text: string, maxDepth: number): JsonFault | null {
  const scanner = createScanner(text, true);
  /** One entry per open bracket: the names seen so far in an object, null for an array. */
  const open: (Set<string> | null)[] = [];
  let nameExpected = false;
  let repeated: JsonFault | null = null;
  for (let token = scanner.scan(); token !== SyntaxKind.EOF; token = scanner.scan()) {
    switch (token) {
      case SyntaxKind.OpenBraceToken:
      case SyntaxKind.OpenBracketToken:
        if (open.length === maxDepth) return { fault: 'too_deep', maxDepth };
        nameExpected = token === SyntaxKind.OpenBraceToken;
        open.push(nameExpected ? new Set() : null);
        break;
      case SyntaxKind.CloseBraceToken:
      case SyntaxKind.CloseBracketToken:
        open.pop();
        break;
      case SyntaxKind.CommaToken:
        nameExpected = open.at(-1) instanceof Set;
        break;
      case SyntaxKind.StringLiteral: {
        if (!nameExpected) break;
        nameExpected = false;
        const names = open.at(-1);
        const name = scanner.getTokenValue();
        if (names?.has(name) === true) repeated ??= { fault: 'duplicate_member', name: name.slice(0, 100) };
        names?.add(name);
        break;
      }
      default:
    }
  }
  return repeated;
}

/** Read again with a parser that reports places; its recursion is bounded, since the depth has been judged. */
function firstError(text: string): TextPosition {
  const errors: ParseError[] = [];
  parse(text, errors, { disallowComments: true, allowTrailingComma: false });
  const offset = errors[0]?.offset ?? text.length;
  const before = text.slice(0, offset).split('\n');
  return { offset, line: before.length, column: (before.at(-1) ?? '').length + 1 };
}
