import { Injectable } from '@nestjs/common';
import type { AdapterPayload } from 'oidc-provider';
import type { AccessTokenClaims } from '../standing/access-token-claims.js';
import { TokenStandingStore } from '../standing/token-standing.store.js';

/** Stands in a request where the JWT stood: oidc-provider introspects and revokes nothing that looks like a JWT. */
const ALIAS = 'verified-jwt';

interface RequestContext {
  readonly req: object;
}

/**
 * JWT access tokens at the endpoints of introspection and revocation. They are stored nowhere: one that was presented and verified is
 * shown to oidc-provider as if it had been, and revoking it remembers its `jti` until it expires.
 */
@Injectable()
export class PresentedJwts {
  private readonly verified = new WeakMap<object, AccessTokenClaims>();

  constructor(private readonly standing: TokenStandingStore) {}

  /** Notes that a request presents a token that was verified. @returns what takes its place in the request */
  note(request: object, claims: AccessTokenClaims): string {
    this.verified.set(request, claims);
    return ALIAS;
  }

  /** What oidc-provider would have stored; null when `id` is no alias of this request, or of another kind of token. */
  payloadOf(context: RequestContext | undefined, kind: string, id: string): AdapterPayload | null {
    if (id !== ALIAS || context === undefined) return null;
    const claims = this.verified.get(context.req);
    if (claims === undefined || kind !== (claims.userId === null ? 'ClientCredentials' : 'AccessToken')) return null;
    const { grantId, consentId, clientEpoch } = claims;
    return {
      kind,
      jti: claims.jti,
      clientId: claims.clientId,
      ...(claims.userId === null ? {} : { accountId: claims.userId, gty: 'authorization_code' }),
      ...(grantId === null ? {} : { grantId }),
      aud: claims.audience,
      scope: claims.scope,
      iat: claims.issuedAt,
      exp: claims.expiresAt,
      ...(claims.certificateThumbprint === null ? {} : { 'x5t#S256': claims.certificateThumbprint }),
      ...(claims.keyThumbprint === null ? {} : { jkt: claims.keyThumbprint }),
      extra: {
        tenant: claims.tenant,
        ...(grantId === null ? {} : { grant_id: grantId }),
        ...(consentId === null ? {} : { consent_id: consentId }),
        ...(clientEpoch === 0 ? {} : { client_epoch: clientEpoch }),
      },
    };
  }

  /** @returns whether it was such a token, which is revoked now */
  async revoke(context: RequestContext | undefined, kind: string, jti: string): Promise<boolean> {
    if (context === undefined || (kind !== 'AccessToken' && kind !== 'ClientCredentials')) return false;
    const claims = this.verified.get(context.req);
    if (claims?.jti !== jti) return false;
    await this.standing.revoke(claims.tenant, jti, new Date(claims.expiresAt * 1000));
    return true;
  }
}
