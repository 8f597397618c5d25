import { generateKeyPair, type KeyObject } from 'node:crypto';
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
 * processor time, and hundreds of tests start a provider: so after sixteen the first comes again.
 */
export function rsaPair(): Promise<RsaPair> {
  const place = given % DIFFERENT;
  given += 1;
  return (made[place] ??= generate('rsa', { modulusLength: 2048 }));
}
