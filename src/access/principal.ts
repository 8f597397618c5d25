import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Confirmation } from './confirmation.store.js';
import type { Scope } from './scope.js';

/** Who acts, as the trail names them. */
export interface PrincipalActor {
  readonly type: 'api_key' | 'oauth_client' | 'user';
  readonly id: string;
  /** The OAuth client through which a user acts. */
  readonly client?: string;
  /** The user for whom an OAuth client acts by the JWT Grant, with the id of the consent that lets it and of who gave it. */
  readonly user?: string;
  readonly consent?: string;
  readonly consentedBy?: string;
}

/**
 * What a token is bound to, so that it is worth nothing to whoever only copies it: a client certificate (RFC 8705 §3) or a
 * DPoP key (RFC 9449 §6). The thumbprint is base64url of SHA-256, as `x5t#S256` and `jkt` write it.
 */
interface TokenBinding {
  readonly kind: 'certificate' | 'dpop';
  readonly thumbprint: string;
}

/** Who makes an API request, whatever they authenticated with. */
export interface Principal {
  readonly tenant: {
    readonly id: string;
    /** Slug in URLs. */
    readonly name: string;
  };
  readonly actor: PrincipalActor;
  readonly scopes: ReadonlySet<Scope>;
  /** null: whoever has the token may use it, as with an API key. */
  readonly binding: TokenBinding | null;
  /** Set where an application that the tenant has registered makes the request, for itself or for a user; the console is none. */
  readonly application?: true;
  /** Whether the token is still valid, and has the route's scopes, is answered together with what the request asks for; absent: known. */
  readonly confirmation?: Confirmation;
  /** Of a user's token: the authorization that it came from, by which the session is found. Absent: none. */
  readonly grantId?: string;
}

const principals = new WeakMap<FastifyRequest, Principal>();

export function setPrincipal(request: FastifyRequest, principal: Principal): void {
  principals.set(request, principal);
}

/** The principal that the guard found; null on routes that need none. */
export function principalOf(request: FastifyRequest): Principal | null {
  return principals.get(request) ?? null;
}

/** Parameter of a controller method: the `Principal` of the request. */
export const CurrentPrincipal = createParamDecorator((_data: unknown, context: ExecutionContext): Principal => {
  const principal = principalOf(context.switchToHttp().getRequest<FastifyRequest>());
  if (principal === null) throw new Error('CurrentPrincipal is used on a route that asks for no scope');
  return principal;
});
