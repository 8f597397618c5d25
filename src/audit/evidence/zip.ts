import { PassThrough, Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { asError } from '../../errors/thrown.js';
import { drained } from '../drained.js';

/** One file of a zip, written while it is read; or, when it is small, at once and as it is. */
export type ZipEntry =
  | { readonly name: string; readonly content: AsyncIterable<string> | Iterable<string> }
  | { readonly name: string; readonly bytes: Buffer };

/**
 * Writes a zip entry by entry, each only when the one before has been read, so that its size does not show in memory.
 * @param time the time that every entry carries
 */
export function zipOf(entries: AsyncIterable<ZipEntry>, time: Date): Readable {
  const zip = new ZipFile();
  const written = zip.outputStream.pipe(new PassThrough());
  const options = { mtime: time, mode: 0o100644 };
  const fill = async (): Promise<void> => {
    for await (const entry of entries) {
      if ('bytes' in entry) {
        zip.addBuffer(entry.bytes, entry.name, { ...options, compress: false });
        await drained(written);
      } else {
        const content = Readable.from(entry.content, { objectMode: false });
        zip.addReadStream(content, entry.name, options);
        await finished(content);
      }
      if (written.destroyed) return;
    }
    zip.end();
  };
  fill().catch((error: unknown) => {
    written.destroy(asError(error));
  });
  return written;
}
