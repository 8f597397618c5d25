import type { CryptoKeyPair } from 'openid-client';
import { boundedCache } from '../../caches/bounded-cache.js';

/** An access token with what it is sent as. In memory only. */
export interface AccessToken {
  readonly value: string;
  readonly scheme: 'Bearer' | 'DPoP';
  /** The key that it is bound to (RFC 9449); null for bearer tokens. */
  readonly dpopKeys: CryptoKeyPair | null;
  /** What the server said of its lifetime, seconds; null: nothing, so it is used for one call only. */
  readonly expiresIn: number | null;
}

interface Kept {
  readonly token: AccessToken;
  readonly usableUntil: number;
}

/**
 * Tokens by tenant, configuration, revision and versions of the credentials: never by what was typed, so that no other tenant
 * and no wrong secret finds one. What several calls need at the same time is asked for once.
 */
export class TokenCache {
  readonly #kept = boundedCache<string, Kept>(5000);
  readonly #asked = new Map<string, Promise<AccessToken>>();

  constructor(private readonly now: () => Date) {}

  /** A token that holds for a tenth of its lifetime at least. */
  async get(key: string, ask: () => Promise<AccessToken>): Promise<AccessToken> {
    const kept = this.#kept.get(key);
    if (kept !== undefined && this.now().getTime() < kept.usableUntil) return kept.token;
    const running = this.#asked.get(key);
    if (running !== undefined) return running;
    const asked = this.#ask(key, ask).finally(() => this.#asked.delete(key));
    this.#asked.set(key, asked);
    return asked;
  }

  /** Forgets a token that an endpoint refused, unless another has taken its place already. */
  forget(key: string, token: AccessToken): void {
    if (this.#kept.get(key)?.token === token) this.#kept.delete(key);
  }

  async #ask(key: string, ask: () => Promise<AccessToken>): Promise<AccessToken> {
    const askedAt = this.now().getTime();
    const token = await ask();
    if (token.expiresIn !== null) this.#kept.set(key, { token, usableUntil: askedAt + token.expiresIn * 900 });
    return token;
  }
}
