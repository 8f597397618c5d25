import { readFileSync } from 'node:fs';

/** Reads a file of test/vectors/audit. The test that reads it says what is in it. */
export function readVectors(file: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../vectors/audit/${file}`, import.meta.url), 'utf8'));
}
