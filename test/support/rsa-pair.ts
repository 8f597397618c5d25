import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

interface RsaPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

const generate = promisify(generateKeyPair);

/** More than any test uses at a time. */
const DIFFERENT = 16;
const made: Promise<RsaPair>[] = [];
let given = 0;

/**
 * An RSA pair of 2048 bits, other than the fifteen given before it in this process. Making one takes a fifth of a second of
 * processor time, and hundreds of tests start a provider: so after sixteen the first comes again, and all processes of a user
 * have the same sixteen, in the temporary directory. They protect nothing.
 */
export function rsaPair(): Promise<RsaPair> {
  const place = given % DIFFERENT;
  given += 1;
  return (made[place] ??= kept(place));
}

/** Of each user their own: nobody can write into another's. */
const directory = (): string => join(tmpdir(), `countersign-test-keys-${process.getuid?.() ?? 0}`);

async function kept(place: number): Promise<RsaPair> {
  const file = join(directory(), `rsa-2048-${place}.pem`);
  try {
    const privateKey = createPrivateKey(await readFile(file));
    return { privateKey, publicKey: createPublicKey(privateKey) };
  } catch {
    const pair = await generate('rsa', { modulusLength: 2048 });
    await keep(file, pair);
    return pair;
  }
}

/** It appears whole. Of two processes that make one at once the last is kept. */
async function keep(file: string, { privateKey }: RsaPair): Promise<void> {
  await mkdir(directory(), { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  await rename(draft, file);
}
