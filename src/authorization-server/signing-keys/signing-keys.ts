import { generateKeyPair, randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { Injectable } from '@nestjs/common';
import { type SigningAlgorithm, signingAlgorithms } from '../../access/oauth-client-terms.js';
import { Clock } from '../../config/clock.js';
import { type KeySet, keySetAt, nextKeyFrom, type SigningKey } from './signing-key.js';
import { SigningKeyStore } from './signing-key.store.js';

const generate = promisify(generateKeyPair);

/** A pair for a JWS algorithm (RFC 7518 §3.1). */
const makePair = {
  ES256: () => generate('ec', { namedCurve: 'P-256' }),
  RS256: () => generate('rsa', { modulusLength: 2048 }),
};

/** The keys that sign tokens: made when there is none, replaced with overlap, the same in all instances. */
@Injectable()
export class SigningKeys {
  constructor(
    private readonly store: SigningKeyStore,
    private readonly clock: Clock,
  ) {}

  /**
   * Those that count now. A key is made where the one before nears its end.
   * @param needed algorithms that get their first key where they have none
   */
  async current(needed: readonly SigningAlgorithm[]): Promise<KeySet> {
    const now = this.clock.now();
    const keys = await this.store.list();
    let made = false;
    for (const algorithm of signingAlgorithms) {
      const own = keys.filter((key) => key.algorithm === algorithm);
      if (own.length === 0 && !needed.includes(algorithm)) continue;
      const from = nextKeyFrom(own, now);
      if (from === null) continue;
      await this.make(algorithm, from, now);
      made = true;
    }
    return this.judged(made ? await this.store.list() : keys, now);
  }

  private judged(keys: readonly SigningKey[], now: Date): KeySet {
    const set = keySetAt(keys, now);
    if (set === null) throw new Error('No key may sign tokens yet: the clock of this machine is behind');
    return set;
  }

  private async make(algorithm: SigningAlgorithm, signsFrom: Date, now: Date): Promise<void> {
    const { privateKey, publicKey } = await makePair[algorithm]();
    const id = randomUUID();
    const about = { kid: id, use: 'sig', alg: algorithm };
    await this.store.add(
      { id, algorithm, jwk: { ...privateKey.export({ format: 'jwk' }), ...about }, signsFrom },
      { ...publicKey.export({ format: 'jwk' }), ...about },
      now,
    );
  }
}
