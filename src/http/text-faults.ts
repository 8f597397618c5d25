import type { Fault } from '../errors/countersign-error.js';
import { jsonPath } from './schema-faults.js';

/** NUL, which PostgreSQL cannot store, and halves of characters, which no encoding can. With the u flag whole pairs do not match. */
const UNSTORABLE = /\0|\p{Surrogate}/u;

const MESSAGE = 'expected text without NUL and without unpaired surrogates';

/** Finds every text, names of members included, that neither a database nor UTF-8 can hold. */
export function textFaults(value: unknown, root: string): Fault[] {
  const faults: Fault[] = [];
  const walk = (part: unknown, path: readonly PropertyKey[]): void => {
    if (typeof part === 'string') {
      if (UNSTORABLE.test(part)) faults.push({ path: jsonPath(path, root), message: MESSAGE });
    } else if (Array.isArray(part)) {
      for (const [index, item] of part.entries()) walk(item, [...path, index]);
    } else if (typeof part === 'object' && part !== null) {
      for (const [name, member] of Object.entries(part)) {
        if (UNSTORABLE.test(name))
          faults.push({ path: jsonPath(path, root), message: `${MESSAGE} in the names of members` });
        walk(member, [...path, name]);
      }
    }
  };
  walk(value, []);
  return faults;
}
