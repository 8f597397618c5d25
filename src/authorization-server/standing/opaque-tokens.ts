import { Injectable } from '@nestjs/common';
import type { AdapterPayload } from 'oidc-provider';
import { Clock } from '../../config/clock.js';
import { ArtifactStore } from '../artifacts/artifact.store.js';
import { type AccessTokenClaims, epochOf } from './access-token-claims.js';

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** Access tokens that say nothing by themselves: what they stand for is stored. */
@Injectable()
export class OpaqueTokens {
  constructor(
    private readonly artifacts: ArtifactStore,
    private readonly clock: Clock,
  ) {}

  async find(token: string): Promise<AccessTokenClaims | null> {
    const found = await this.artifacts.findToken(token);
    if (found === null || found.expiresAt <= this.clock.now()) return null;
    return this.claimsOf(token, found.payload);
  }

  private claimsOf(token: string, payload: AdapterPayload): AccessTokenClaims | null {
    const { clientId, accountId, grantId, aud, scope, iat, exp, extra } = payload;
    const tenant = text(extra?.['tenant']);
    const [audience] = [aud].flat();
    if (clientId === undefined || tenant === null || audience === undefined) return null;
    return {
      jti: token,
      tenant,
      clientId,
      userId: accountId ?? null,
      grantId: grantId ?? null,
      consentId: text(extra?.['consent_id']),
      clientEpoch: epochOf(extra),
      audience,
      scope: scope ?? '',
      issuedAt: iat ?? 0,
      expiresAt: exp ?? 0,
      certificateThumbprint: text(payload['x5t#S256']),
      keyThumbprint: text((payload as { readonly jkt?: unknown }).jkt),
    };
  }
}
