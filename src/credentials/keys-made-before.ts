import type { CredentialPurpose } from './credential.js';
import { type MadeCredential, makeCredential } from './made-credential.js';

/** A key that is to be generated. */
interface WantedKey {
  readonly purpose: CredentialPurpose;
  /** JWS or JWE algorithm that it must fit. */
  readonly algorithm: string | null;
}

/** Ends a transaction that has found out which keys it needs, so that they are made while nothing is held. */
class KeysWanted extends Error {
  override readonly name = 'KeysWanted';

  constructor(readonly wanted: readonly WantedKey[]) {
    super(`Keys are to be made first: ${wanted.map(({ purpose }) => purpose).join(', ')}`);
  }
}

/** Generated keys, by what they are for. */
export class KeysMadeBefore {
  readonly #made = new Map<string, MadeCredential>();

  /** Goes on when all of them are made; else ends the work, which is begun anew with them. To be called before anything is written. */
  require(wanted: readonly WantedKey[]): void {
    const missing = wanted.filter((one) => !this.#made.has(nameOf(one)));
    if (missing.length > 0) throw new KeysWanted(missing);
  }

  /** One that was required. Work that is run again gets the one it got before: nothing of the first try was kept. */
  take(wanted: WantedKey): MadeCredential {
    const made = this.#made.get(nameOf(wanted));
    if (made === undefined) throw new Error(`A key for ${nameOf(wanted)} was not required`);
    return made;
  }

  async make(wanted: readonly WantedKey[]): Promise<void> {
    for (const one of wanted) this.#made.set(nameOf(one), await makeCredential(one.purpose, one.algorithm, null));
  }
}

/**
 * Runs work that generates keys in a transaction without making them there: an RSA key takes hundreds of milliseconds, for
 * which a row would stay locked, and on the embedded database every login would wait.
 * @param work opens the transaction, and calls `require` in it as soon as it knows what it needs
 */
export async function withKeysMadeBefore<T>(work: (keys: KeysMadeBefore) => Promise<T>): Promise<T> {
  const keys = new KeysMadeBefore();
  for (;;) {
    try {
      return await work(keys);
    } catch (error) {
      // It ends: each time a key is made that was not there, and what a configuration can need is a short list.
      if (!(error instanceof KeysWanted)) throw error;
      await keys.make(error.wanted);
    }
  }
}

const nameOf = ({ purpose, algorithm }: WantedKey): string => `${purpose} ${algorithm ?? ''}`;
