import { describe, expect, it } from '@jest/globals';
import { pathsOf } from '../faults.js';

/** What is judged, the body, and the paths of its faults in any order; none when it is accepted. */
export type Row = readonly [rule: string, body: object, paths: readonly string[]];

/** Judges each body of a table. */
export function describeRules(name: string, rows: readonly Row[]): void {
  describe(`rules between members: ${name}`, () => {
    it.each(rows)('%s', (_rule, body, paths) => {
      expect(new Set(pathsOf(body))).toEqual(new Set(paths));
    });
  });
}
