import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';

interface GeneratedKey {
  readonly value: string;
  readonly file: string;
  readonly madeNow: boolean;
}

function readIfPresent(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/**
 * Reads a key from a file in `directory`, or makes it there once with mode 0600. The file appears whole or not at all, so that
 * two processes that start together use the same key and a crash leaves no half key behind.
 */
export function readOrMakeKey(directory: string, name: string, make: () => string): GeneratedKey {
  const file = join(directory, name);
  const present = readIfPresent(file);
  if (present !== null) return { value: present, file, madeNow: false };
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomUUID()}`;
  const value = make();
  const descriptor = openSync(draft, 'wx', 0o600);
  writeSync(descriptor, `${value}\n`);
  fsyncSync(descriptor);
  closeSync(descriptor);
  try {
    linkSync(draft, file);
    return { value, file, madeNow: true };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return { value: readFileSync(file, 'utf8').trim(), file, madeNow: false };
  } finally {
    unlinkSync(draft);
  }
}
