import { Injectable } from '@nestjs/common';
import type { JWK } from 'jose';
import { type SigningAlgorithm, signingAlgorithms } from '../../access/oauth-client-terms.js';
import { type KeySet, TOKEN_ALGORITHM } from './signing-key.js';
import { SigningKeys } from './signing-keys.js';

/** Milliseconds between looks for a key that another instance may have made, so that made-up key ids cost little. */
const LOOK_AGAIN_AFTER = 5_000;

const publicPart = ({ d: _d, p: _p, q: _q, dp: _dp, dq: _dq, qi: _qi, ...jwk }: JWK): JWK => jwk;

/** The keys of tokens as this instance knows them. */
@Injectable()
export class KnownKeys {
  private known: KeySet | null = null;
  /** An RSA key takes a tenth of a second to make: nobody waits for it at a start. */
  private needed: readonly SigningAlgorithm[] = [TOKEN_ALGORITHM];
  private lookedAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly keys: SigningKeys) {}

  get(): Promise<KeySet> {
    return this.known === null ? this.refresh() : Promise.resolve(this.known);
  }

  /** As `get`, with a key of every algorithm that clients may ask for. */
  ofAllAlgorithms(): Promise<KeySet> {
    this.needed = signingAlgorithms;
    const { known } = this;
    const isWhole = signingAlgorithms.every((one) => known?.published.some(({ algorithm }) => algorithm === one));
    return known !== null && isWhole ? Promise.resolve(known) : this.refresh();
  }

  async refresh(): Promise<KeySet> {
    this.lookedAt = performance.now();
    this.known = await this.keys.current(this.needed);
    return this.known;
  }

  /** Public keys that verify; looked for once more when none has that id. */
  async having(kid: string | undefined): Promise<readonly JWK[]> {
    const known = await this.get();
    const isMissing = kid !== undefined && !known.published.some(({ id }) => id === kid);
    const looked = isMissing && performance.now() - this.lookedAt > LOOK_AGAIN_AFTER ? await this.refresh() : known;
    return looked.published.map(({ jwk }) => publicPart(jwk));
  }
}
