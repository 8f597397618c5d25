import type { JsonValue } from './json-value.js';

/**
 * Replaces lone surrogates by U+FFFD, in names and values. JSON text may hold them as escapes and canonical JSON may not; a
 * provider that sends one must not be able to stop its own login from being recorded.
 */
export function wellFormed(value: JsonValue): JsonValue {
  if (typeof value === 'string') return wellFormedText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (isArray(value)) return value.map(wellFormed);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [wellFormedText(name), wellFormed(member)]));
}

function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function wellFormedText(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}
