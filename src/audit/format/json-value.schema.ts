import { z } from 'zod';
import { DEEPEST } from './canonical-json.js';
import type { JsonValue } from './json-value.js';

/**
 * Any JSON value of which canonical JSON can be written, with what `z.json()` costs left out: that is half of what reading an
 * event takes, and this finds the same faults.
 */
export const jsonValue = z.any().refine((value) => isJson(value, 0), {
  error: 'expected a JSON value',
}) as z.ZodType<JsonValue>;

function isJson(value: unknown, depth: number): boolean {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return true;
    case 'number':
      // `JSON.parse` reads 1e999 as infinity.
      return Number.isFinite(value);
    case 'object':
      return value === null || (depth < DEEPEST && membersAreJson(value, depth + 1));
    default:
      return false;
  }
}

function membersAreJson(value: object, depth: number): boolean {
  if (Array.isArray(value)) return value.every((item) => isJson(item, depth));
  for (const name in value) {
    if (!isJson((value as Readonly<Record<string, unknown>>)[name], depth)) return false;
  }
  return true;
}
