import { readFileSync } from 'node:fs';
import { type ClaimPath, parseClaimPath } from '../../../src/claims/claim-path.js';

/** Reads `test/vectors/claims/<file>`. The vectors are part of the tests: they are trusted to have the shape asked for. */
export function readVectors(file: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../vectors/claims/${file}`, import.meta.url), 'utf8'));
}

/** A path that the test knows to be valid. */
export function pathOf(text: string): ClaimPath {
  const result = parseClaimPath(text);
  if (!result.ok) throw new Error(result.message);
  return result.path;
}
