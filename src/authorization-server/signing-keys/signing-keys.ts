import { generateKeyPair, randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../config/clock.js';
import { type KeySet, keySetAt, nextKeyFrom, SIGNING_ALGORITHM, type SigningKey } from './signing-key.js';
import { SigningKeyStore } from './signing-key.store.js';

const generate = promisify(generateKeyPair);

/** The keys that sign tokens: made when there is none, replaced with overlap, the same in all instances. */
@Injectable()
export class SigningKeys {
  constructor(
    private readonly store: SigningKeyStore,
    private readonly clock: Clock,
  ) {}

  /** Those that count now. A key is made where one is needed. */
  async current(): Promise<KeySet> {
    const now = this.clock.now();
    const keys = await this.store.list();
    const from = nextKeyFrom(keys, now);
    if (from === null) return this.judged(keys, now);
    await this.make(from, now);
    return this.judged(await this.store.list(), now);
  }

  private judged(keys: readonly SigningKey[], now: Date): KeySet {
    const set = keySetAt(keys, now);
    if (set === null) throw new Error('No key may sign tokens yet: the clock of this machine is behind');
    return set;
  }

  private async make(signsFrom: Date, now: Date): Promise<void> {
    const { privateKey, publicKey } = await generate('ec', { namedCurve: 'P-256' });
    const id = randomUUID();
    const about = { kid: id, use: 'sig', alg: SIGNING_ALGORITHM };
    await this.store.add(
      { id, jwk: { ...privateKey.export({ format: 'jwk' }), ...about }, signsFrom },
      { ...publicKey.export({ format: 'jwk' }), ...about },
      now,
    );
  }
}
