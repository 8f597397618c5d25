import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { apiAudienceOf } from '../access/api-audience.js';
import { type Authenticator, Authenticators, type PresentedToken } from '../access/authenticator.js';
import type { Principal, PrincipalActor } from '../access/principal.js';
import type { Scope } from '../access/scope.js';
import type { Settings } from '../config/settings.js';
import { SETTINGS } from '../config/settings.token.js';
import { CountersignError } from '../errors/countersign-error.js';
import { scopesLeft } from './provider/scopes-left.js';
import { OpaqueTokens } from './standing/opaque-tokens.js';
import { TokenBindings } from './standing/token-bindings.js';
import { type Standing, TokenStanding } from './standing/token-standing.js';
import { TokenVerifier } from './standing/token-verifier.js';

const JWT = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/;
/** As oidc-provider makes ids. */
const OPAQUE = /^[A-Za-z0-9_-]{21,128}$/;

/** Authenticates access tokens that our authorization server has issued for our API. */
@Injectable()
export class TokenAuthenticator implements Authenticator, OnModuleInit {
  private readonly audience: string;

  constructor(
    private readonly authenticators: Authenticators,
    private readonly verifier: TokenVerifier,
    private readonly opaque: OpaqueTokens,
    private readonly standing: TokenStanding,
    private readonly bindings: TokenBindings,
    @Inject(SETTINGS) settings: Settings,
  ) {
    this.audience = apiAudienceOf(settings.PUBLIC_URL);
  }

  onModuleInit(): void {
    this.authenticators.register(this);
  }

  accepts({ token }: PresentedToken): boolean {
    return !token.startsWith('csk_') && (JWT.test(token) || OPAQUE.test(token));
  }

  /** @throws CountersignError where a bound token comes without what it is bound to */
  async authenticate(presented: PresentedToken, request: FastifyRequest): Promise<Principal | null> {
    const { token } = presented;
    const claims = JWT.test(token) ? await this.verifier.verify(token) : await this.opaque.find(token);
    if (claims?.audience !== this.audience) return null;
    const standing = await this.standing.of(claims);
    if (standing === null) return null;
    if (standing.suspended) throw new CountersignError('access.tenant_suspended');
    const binding = await this.bindings.judge(presented, claims, standing.tenant.id, request);
    return {
      tenant: standing.tenant,
      actor: actorOf(standing),
      scopes: new Set(scopesLeft(claims.scope, standing, null) as readonly Scope[]),
      binding,
      ...(standing.client.firstParty ? {} : { application: true }),
      ...(claims.grantId === null ? {} : { grantId: claims.grantId }),
    };
  }
}

/** A user through a client; or, by the JWT Grant, a client for a user whom it did not see. */
function actorOf({ client, consent, user }: Standing): PrincipalActor {
  if (user === null) return { type: 'oauth_client', id: client.id };
  if (consent === null) return { type: 'user', id: user.id, client: client.id };
  return { type: 'oauth_client', id: client.id, user: user.id, consent: consent.id, consentedBy: consent.givenBy };
}
