import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { boundedCache } from '../../caches/bounded-cache.js';
import { Clock } from '../../config/clock.js';
import type { Settings } from '../../config/settings.js';
import { SETTINGS } from '../../config/settings.token.js';
import { issuerOf } from '../own-issuer.js';
import { KnownKeys } from '../signing-keys/known-keys.js';
import { TOKEN_ALGORITHM } from '../signing-keys/signing-key.js';
import { type AccessTokenClaims, claimsOfJwt } from './access-token-claims.js';

/** Tokens whose signature was verified and that are presented again and again: verifying costs more than the rest of a request. */
const REMEMBERED = 10_000;

/** Verifies JWT access tokens of ours: signature, issuer, type, life. Whether they still stand is another question. */
@Injectable()
export class TokenVerifier {
  private readonly verified = boundedCache<string, AccessTokenClaims>(REMEMBERED);

  constructor(
    private readonly keys: KnownKeys,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** @returns null when it is not one of ours, was changed, or has expired */
  async verify(token: string): Promise<AccessTokenClaims | null> {
    const key = createHash('sha256').update(token).digest('base64');
    const claims = this.verified.get(key) ?? (await this.read(token));
    if (claims === null || claims.expiresAt * 1000 <= this.clock.now().getTime()) return null;
    this.verified.set(key, claims);
    return claims;
  }

  private async read(token: string): Promise<AccessTokenClaims | null> {
    try {
      const { kid } = decodeProtectedHeader(token);
      const { payload } = await jwtVerify(token, createLocalJWKSet({ keys: [...(await this.keys.having(kid))] }), {
        issuer: issuerOf(this.settings.PUBLIC_URL),
        algorithms: [TOKEN_ALGORITHM],
        typ: 'at+jwt',
        requiredClaims: ['exp', 'iat', 'aud', 'jti'],
        currentDate: this.clock.now(),
      });
      return claimsOfJwt(payload);
    } catch {
      // Whatever is wrong with it, it is no token of ours; nobody is told more.
      return null;
    }
  }
}
