import { boundedCache } from '../../caches/bounded-cache.js';

/**
 * The newest DPoP nonce of each origin (RFC 9449 §8 and §9). Kept beyond one trip, because a token request is never repeated:
 * what one login is told serves the next.
 */
export class DpopNonces {
  readonly #nonces = boundedCache<string, string>(10_000);

  of(providerId: string, url: string): string | undefined {
    return this.#nonces.get(this.#key(providerId, url));
  }

  /** Remembers the `DPoP-Nonce` of an answer, if it has one. @returns whether it has a new one */
  learn(providerId: string, url: string, headers: Headers): boolean {
    const nonce = headers.get('dpop-nonce');
    const key = this.#key(providerId, url);
    if (nonce === null || !/^[\x21-\x7e]{1,1024}$/.test(nonce) || this.#nonces.get(key) === nonce) return false;
    this.#nonces.set(key, nonce);
    return true;
  }

  #key(providerId: string, url: string): string {
    return `${providerId} ${new URL(url).origin}`;
  }
}
