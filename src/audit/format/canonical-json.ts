import type { JsonValue } from './json-value.js';

/** What canonical JSON cannot hold, and where it stood. */
export class CanonicalJsonError extends Error {
  /** JSON path of the value, e.g. `$.data.verdicts[0].path`. */
  readonly path: string;
  readonly reason: string;

  constructor(reason: string, path: string) {
    super(`${path}: ${reason}`);
    this.name = 'CanonicalJsonError';
    this.reason = reason;
    this.path = path;
  }
}

/** Strings without anything to escape and without surrogates; by far the most common ones. */
const PLAIN = /^[ !#-[\]-\ud7ff\ue000-\uffff]*$/;
/** With the `u` flag only a surrogate that is half of no pair matches. */
const LONE_SURROGATE = /\p{Surrogate}/u;
/** Levels that a value may be nested. Deeper ones are refused before they can exhaust the stack. */
export const DEEPEST = 200;

/**
 * RFC 8785 (JSON Canonicalization Scheme): the one serialisation of a value, so that whoever holds the value can recompute
 * its hash. Members are ordered by UTF-16 code units; numbers and strings are written as ECMAScript does.
 * @throws CanonicalJsonError for what I-JSON (RFC 7493) cannot hold: lone surrogates, NaN, infinities, and for anything that
 *   is no JSON value (undefined, functions, bigint).
 */
export function canonicalJson(value: JsonValue): string {
  return write(value, 0) ?? refuse(value);
}

/** Null when something inside cannot be written: the path is looked for only then, so that writing stays fast. */
function write(value: unknown, depth: number): string | null {
  switch (typeof value) {
    case 'string':
      return quoted(value);
    case 'number':
      return Number.isFinite(value) ? String(value === 0 ? 0 : value) : null;
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      if (depth >= DEEPEST) return null;
      return Array.isArray(value) ? writeArray(value, depth + 1) : writeObject(value, depth + 1);
    default:
      return null;
  }
}

function quoted(text: string): string | null {
  if (PLAIN.test(text)) return `"${text}"`;
  return LONE_SURROGATE.test(text) ? null : JSON.stringify(text);
}

function writeArray(items: readonly unknown[], depth: number): string | null {
  let text = '[';
  for (let index = 0; index < items.length; index += 1) {
    const item = write(items[index], depth);
    if (item === null) return null;
    text += index === 0 ? item : `,${item}`;
  }
  return `${text}]`;
}

function writeObject(object: object, depth: number): string | null {
  const members = object as Readonly<Record<string, unknown>>;
  let text = '{';
  for (const name of sortedNames(members)) {
    const key = quoted(name);
    const value = write(members[name], depth);
    if (key === null || value === null) return null;
    text += text.length === 1 ? `${key}:${value}` : `,${key}:${value}`;
  }
  return `${text}}`;
}

function sortedNames(object: object): readonly string[] {
  const names = Object.keys(object);
  for (let index = 1; index < names.length; index += 1) {
    // Leaves are built with their members in order; comparing is far cheaper than sorting them again.
    if ((names[index - 1] ?? '') > (names[index] ?? '')) return names.sort();
  }
  return names;
}

function refuse(value: unknown): never {
  const fault = firstFault(value, '$', 0);
  throw new CanonicalJsonError(fault?.reason ?? 'cannot be written', fault?.path ?? '$');
}

interface CanonicalFault {
  readonly reason: string;
  readonly path: string;
}

function firstFault(value: unknown, path: string, depth: number): CanonicalFault | null {
  if (typeof value === 'string') return LONE_SURROGATE.test(value) ? { reason: 'holds a lone surrogate', path } : null;
  if (typeof value === 'number') return Number.isFinite(value) ? null : { reason: `${value} is no JSON number`, path };
  if (typeof value === 'boolean' || value === null) return null;
  if (typeof value !== 'object') return { reason: `${typeof value} is no JSON value`, path };
  if (depth >= DEEPEST) return { reason: `is nested deeper than ${DEEPEST} levels`, path };
  for (const [name, member] of Object.entries(value)) {
    const inside = Array.isArray(value) ? `${path}[${name}]` : `${path}.${name}`;
    if (LONE_SURROGATE.test(name)) return { reason: 'has a member name with a lone surrogate', path };
    const fault = firstFault(member, inside, depth + 1);
    if (fault !== null) return fault;
  }
  return null;
}
