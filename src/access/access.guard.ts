import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { thumbprintOf } from '../certificates/certificate-chain.js';
import { CountersignError } from '../errors/countersign-error.js';
import { annotate } from '../tracing/active-span.js';
import { Authenticators, presentedToken } from './authenticator.js';
import { challenge, schemeOf, scopeMissing, type TokenScheme } from './challenge.js';
import { ClientCertificates } from './client-certificates.js';
import { CONFIRMED_ALONG } from './confirm-along.js';
import { Confirmation, type Standing } from './confirmation.store.js';
import { MutualTlsDemand } from './mutual-tls-demand.js';
import { type Principal, setPrincipal } from './principal.js';
import { ROUTE_ACCESS, type RouteAccess } from './require-scope.js';
import type { Scope } from './scope.js';

const keyInvalid = (scheme: TokenScheme): CountersignError =>
  new CountersignError('access.key_invalid', { headers: challenge(scheme, { error: 'invalid_token' }) });

/** @param needed undefined: a scope that nobody has */
function requireScopes(
  needed: readonly Scope[] | undefined,
  principal: Pick<Principal, 'binding'> & { readonly scopes: ReadonlySet<string> },
): void {
  const missing = needed?.filter((scope) => !principal.scopes.has(scope));
  if (missing !== undefined && missing.length === 0) return;
  throw scopeMissing(principal, missing ?? [], `This needs scope ${missing?.join(', ') ?? 'that no key has'}`);
}

/** Lets a request pass when whoever makes it may do what the route asks for; a route that asks for nothing explicitly is refused. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authenticators: Authenticators,
    private readonly certificates: ClientCertificates,
    private readonly demand: MutualTlsDemand,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = this.reflector.getAllAndOverride<RouteAccess | undefined>(ROUTE_ACCESS, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (access === 'public') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const isConfirmedAlong = this.reflector.get<boolean | undefined>(CONFIRMED_ALONG, context.getHandler()) === true;
    const recognised = isConfirmedAlong && access !== undefined ? this.recognise(request, access.scopes) : null;
    if (recognised !== null) {
      annotate({ 'countersign.tenant.id': recognised.tenant.id });
      setPrincipal(request, recognised);
      return true;
    }
    const principal = await this.authenticate(request);
    await this.checkBinding(principal, request);
    requireScopes(access?.scopes, principal);
    annotate({ 'countersign.tenant.id': principal.tenant.id });
    setPrincipal(request, principal);
    return true;
  }

  /** Who is known already, and whose first statement will say whether that still holds; null: it has to be asked now. */
  private recognise({ headers: { authorization } }: FastifyRequest, needed: readonly Scope[]): Principal | null {
    const recognised = authorization === undefined ? null : this.authenticators.recognise(authorization);
    if (recognised === null) return null;
    const { tenant, actor, standing } = recognised;
    const judge = (found: Standing | null): void => {
      if (found === null) throw keyInvalid('Bearer');
      if (found.suspended) throw new CountersignError('access.tenant_suspended');
      requireScopes(needed, { scopes: new Set(found.scopes), binding: null });
    };
    // No more than what the route asks for, which is what will be confirmed.
    return { tenant, actor, scopes: new Set(needed), binding: null, confirmation: new Confirmation(standing, judge) };
  }

  private async authenticate(request: FastifyRequest): Promise<Principal> {
    const { authorization } = request.headers;
    if (authorization === undefined) {
      throw new CountersignError('access.key_missing', { headers: challenge('Bearer') });
    }
    const principal = await this.authenticators.authenticate(authorization, request);
    if (principal === null) throw keyInvalid(presentedToken(authorization)?.scheme === 'dpop' ? 'DPoP' : 'Bearer');
    return principal;
  }

  /** RFC 8705 §3: a token that is bound to a certificate is worth nothing without it, whatever kind of token it is. */
  private async checkBinding(principal: Principal, request: FastifyRequest): Promise<void> {
    const { binding, application, tenant } = principal;
    const refused = { headers: challenge(schemeOf(principal), { error: 'invalid_token' }) };
    if (binding?.kind === 'certificate') {
      const presented = this.certificates.clientCertificateOf(request.raw);
      if (presented === null || thumbprintOf(presented.certificate) !== binding.thumbprint)
        throw new CountersignError('access.token_unbound', refused);
    } else if (application === true && (await this.demand.isMadeOf(tenant.id)))
      throw new CountersignError('client_certificate.required', refused);
  }
}
