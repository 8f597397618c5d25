import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Settings } from '../../config/settings.js';

/**
 * The last checkpoint, kept where whoever can write to the database cannot: without it nobody could tell a restored older
 * database from the true one. A file for now; anything that keeps one text whole can stand in for it.
 */
export abstract class PublishedCheckpoint {
  /** Where it is, for messages. */
  abstract readonly place: string;
  /** The note; null when nothing was ever published here. */
  abstract read(): Promise<string | null>;
  /** Replaces it. MUST be whole and durable when it returns. */
  abstract write(note: string): Promise<void>;
}

/** A checkpoint in a file that is replaced whole. */
export class CheckpointFile extends PublishedCheckpoint {
  constructor(readonly place: string) {
    super();
  }

  static from(settings: Pick<Settings, 'CHECKPOINT_FILE' | 'DATA_DIR'>): CheckpointFile {
    return new CheckpointFile(settings.CHECKPOINT_FILE ?? join(settings.DATA_DIR, 'checkpoint'));
  }

  async read(): Promise<string | null> {
    try {
      return await readFile(this.place, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  async write(note: string): Promise<void> {
    const directory = dirname(this.place);
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const draft = `${this.place}.${randomUUID()}`;
    await writeDurably(draft, note);
    await rename(draft, this.place);
    // The rename itself has to reach the disk as well.
    const handle = await open(directory, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
}

async function writeDurably(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx', 0o644);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
