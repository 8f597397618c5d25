import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { Erasure } from './erasure.store.js';

const lineSchema = z.strictObject({
  id: z.uuid(),
  tenantId: z.uuid(),
  streamId: z.uuid(),
  dataKeyIds: z.array(z.uuid()),
  erasedAt: z.iso.datetime(),
});

/**
 * The list of erasures outside the database, one JSON object per line: after an older database was restored it tells what has
 * to be erased again. It holds ids only.
 */
export class ErasureList {
  constructor(readonly file: string) {}

  /** @throws Error that names the line when the file is not such a list: an erasure must not be forgotten silently */
  async read(): Promise<readonly Erasure[]> {
    const text = await readFile(this.file, 'utf8').catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
      throw error;
    });
    return text.split('\n').flatMap((line, index) => {
      if (line.trim() === '') return [];
      const parsed = lineSchema.safeParse(parseJson(line));
      if (!parsed.success) throw new Error(`Line ${index + 1} of the list of erasures ${this.file} cannot be read`);
      return [{ ...parsed.data, erasedAt: new Date(parsed.data.erasedAt) }];
    });
  }

  /** Replaces the list; whole and durable when it returns. */
  async write(erasures: readonly Erasure[]): Promise<void> {
    await mkdir(dirname(this.file), { recursive: true, mode: 0o700 });
    const draft = `${this.file}.${randomUUID()}`;
    const handle = await open(draft, 'wx', 0o600);
    try {
      await handle.writeFile(erasures.map((erasure) => `${JSON.stringify(erasure)}\n`).join(''));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, this.file);
  }
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
