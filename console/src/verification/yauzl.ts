import { type UnzipFileInfo, unzipSync } from 'fflate';

/**
 * What the verifier's code takes from `yauzl`, for a browser: the bundler puts this in its place. A package is a file that somebody
 * dropped; it stands under its name until it is closed.
 */
const dropped = new Map<string, Uint8Array>();

/** Lets the verifier open the bytes by a name. */
export function drop(name: string, bytes: Uint8Array): void {
  dropped.set(name, bytes);
}

/** What no package of ours comes near: more would be made to exhaust the browser. */
const LARGEST = 512 * 1024 * 1024;

export interface Entry {
  readonly fileName: string;
}

export interface ZipFile {
  close(): void;
  eachEntry(): AsyncIterable<Entry>;
  openReadStreamPromise(entry: Entry): Promise<AsyncIterable<Uint8Array>>;
}

// oxlint-disable-next-line typescript/require-await -- what reads it waits, as for the package
async function* each<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items;
}

export function openPromise(name: string): Promise<ZipFile> {
  const bytes = dropped.get(name);
  if (bytes === undefined) return Promise.reject(new Error('there is no such file'));
  const listed: UnzipFileInfo[] = [];
  // Listing first: what a file claims to unpack to is looked at before anything is unpacked.
  unzipSync(bytes, {
    filter: (file) => {
      listed.push(file);
      return false;
    },
  });
  const size = listed.reduce((sum, { originalSize }) => sum + originalSize, 0);
  if (size > LARGEST) return Promise.reject(new Error(`it unpacks to ${size} bytes`));
  return Promise.resolve({
    close: () => dropped.delete(name),
    eachEntry: () => each(listed.map((file) => ({ fileName: file.name }))),
    openReadStreamPromise: ({ fileName }) => {
      const file = unzipSync(bytes, { filter: (one) => one.name === fileName })[fileName];
      if (file === undefined) return Promise.reject(new Error('it is not there any more'));
      return Promise.resolve(each([Buffer.from(file.buffer, file.byteOffset, file.byteLength)]));
    },
  });
}
