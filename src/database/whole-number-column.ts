import type { ValueTransformer } from 'typeorm';

/** For a `bigint` column that counts: the driver gives text, because not every `bigint` is exact as a number. Ours are. */
export const wholeNumberColumn: ValueTransformer = {
  to: (value: unknown) => value,
  from: (text: string | null) => (text === null ? null : Number(text)),
};
