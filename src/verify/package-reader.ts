import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { z } from 'zod';
import { Lie } from './lie.js';
import { Lines } from './lines.js';

/** No line and no file of a package is larger: what is would be made to exhaust the verifier. */
const LARGEST = 16 * 1024 * 1024;
const LINE_FEED = 10;

/** Reads the files of an evidence package. */
export class PackageReader {
  private readonly unread: Set<string>;

  private constructor(
    private readonly zip: ZipFile,
    private readonly entries: ReadonlyMap<string, Entry>,
  ) {
    this.unread = new Set(entries.keys());
  }

  /** @throws Lie when it names a file twice; Error that names the file when it is no zip, which claims nothing that could be a lie */
  static async open(file: string): Promise<PackageReader> {
    const unreadable = (cause: unknown): never => {
      throw new Error(`${file}: is no readable zip (${reasonOf(cause)})`, { cause });
    };
    const zip = await openPromise(file, { autoClose: false, lazyEntries: true }).catch(unreadable);
    try {
      return new PackageReader(zip, await entriesOf(zip));
    } catch (error) {
      zip.close();
      return error instanceof Lie ? Promise.reject(error) : unreadable(error);
    }
  }

  close(): void {
    this.zip.close();
  }

  /** Files that nothing has asked for. */
  get leftOver(): readonly string[] {
    return [...this.unread];
  }

  async text(name: string): Promise<string> {
    return (await this.bytes(name)).toString('utf8');
  }

  async bytes(name: string): Promise<Buffer> {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of this.chunks(name)) {
      size += chunk.length;
      if (size > LARGEST) throw new Lie(name, `is larger than ${LARGEST} bytes`);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  }

  /** The lines of a file, each ended by a line feed. */
  lines(name: string): Lines {
    return new Lines(this.linesByChunk(name));
  }

  private async *linesByChunk(name: string): AsyncGenerator<readonly string[], void> {
    let rest = Buffer.alloc(0);
    for await (const chunk of this.chunks(name)) {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      const end = bytes.lastIndexOf(LINE_FEED);
      if (end >= 0) yield bytes.toString('utf8', 0, end).split('\n');
      rest = Buffer.from(bytes.subarray(end + 1));
      if (rest.length > LARGEST) throw new Lie(name, `has a line of more than ${LARGEST} bytes`);
    }
    if (rest.length > 0) throw new Lie(name, 'ends in the middle of a line');
  }

  private async *chunks(name: string): AsyncGenerator<Buffer> {
    const entry = this.entries.get(name);
    if (entry === undefined) throw new Lie(name, 'is missing in the package');
    this.unread.delete(name);
    try {
      yield* (await this.zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>;
    } catch (cause) {
      if (cause instanceof Lie) throw cause;
      throw new Lie(name, `cannot be read (${reasonOf(cause)})`, { cause });
    }
  }
}

const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message : 'unknown');

async function entriesOf(zip: ZipFile): Promise<ReadonlyMap<string, Entry>> {
  const entries = new Map<string, Entry>();
  for await (const entry of zip.eachEntry()) {
    // Two files of one name: tools would show one and verify the other.
    if (entries.has(entry.fileName)) throw new Lie(entry.fileName, 'is in the package twice');
    entries.set(entry.fileName, entry);
  }
  return entries;
}

/** Parses JSON of a package. @throws Lie naming the file, the line and the member at fault */
export function parseJson<T extends z.ZodType>(text: string, schema: T, place: string): z.infer<T> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new Lie(place, 'is no JSON', { cause });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Lie(place, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is not as expected'}`);
}
