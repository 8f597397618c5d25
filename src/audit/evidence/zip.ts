import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { ZipFile } from 'yazl';

/** One file of a zip, written while it is read. */
export interface ZipEntry {
  readonly name: string;
  readonly content: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>;
}

/**
 * Writes a zip entry by entry, each only when the one before has been read, so that its size does not show in memory.
 * @param time the time that every entry carries
 */
export function zipOf(entries: AsyncIterable<ZipEntry>, time: Date): Readable {
  const zip = new ZipFile();
  const output = Readable.from(zip.outputStream, { objectMode: false });
  const fill = async (): Promise<void> => {
    for await (const entry of entries) {
      const content = Readable.from(entry.content, { objectMode: false });
      zip.addReadStream(content, entry.name, { mtime: time, mode: 0o100644 });
      await finished(content);
    }
    zip.end();
  };
  fill().catch((error: unknown) => {
    output.destroy(error instanceof Error ? error : new Error('The zip could not be written'));
  });
  return output;
}
