import { Injectable } from '@nestjs/common';
import type { JWK } from 'jose';
import type { KeySet } from './signing-key.js';
import { SigningKeys } from './signing-keys.js';

/** Milliseconds between looks for a key that another instance may have made, so that made-up key ids cost little. */
const LOOK_AGAIN_AFTER = 5_000;

const publicPart = ({ d: _d, ...jwk }: JWK): JWK => jwk;

/** The keys of tokens as this instance knows them. */
@Injectable()
export class KnownKeys {
  private known: KeySet | null = null;
  private lookedAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly keys: SigningKeys) {}

  get(): Promise<KeySet> {
    return this.known === null ? this.refresh() : Promise.resolve(this.known);
  }

  async refresh(): Promise<KeySet> {
    this.lookedAt = performance.now();
    this.known = await this.keys.current();
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
