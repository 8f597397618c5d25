import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { thumbprintOf } from '../certificates/certificate-chain.js';
import { CountersignError } from '../errors/countersign-error.js';
import { annotate } from '../tracing/active-span.js';
import { Authenticators } from './authenticator.js';
import { ClientCertificates } from './client-certificates.js';
import { MutualTlsDemand } from './mutual-tls-demand.js';
import { type Principal, setPrincipal } from './principal.js';
import { ROUTE_ACCESS, type RouteAccess } from './require-scope.js';

/** RFC 6750 §3.1. */
function insufficientScope(missing: readonly string[]): string {
  const challenge = 'Bearer realm="countersign", error="insufficient_scope"';
  return missing.length === 0 ? challenge : `${challenge}, scope="${missing.join(' ')}"`;
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
    const principal = await this.authenticate(request);
    await this.checkBinding(principal, request);
    const missing = access?.scopes.filter((scope) => !principal.scopes.has(scope));
    if (missing === undefined || missing.length > 0) {
      throw new CountersignError('access.scope_missing', {
        detail: `This needs scope ${missing?.join(', ') ?? 'that no key has'}`,
        headers: { 'www-authenticate': insufficientScope(missing ?? []) },
      });
    }
    annotate({ 'countersign.tenant.id': principal.tenant.id });
    setPrincipal(request, principal);
    return true;
  }

  private async authenticate(request: FastifyRequest): Promise<Principal> {
    const { authorization } = request.headers;
    if (authorization === undefined) {
      throw new CountersignError('access.key_missing', {
        headers: { 'www-authenticate': 'Bearer realm="countersign"' },
      });
    }
    const principal = await this.authenticators.authenticate(authorization, request);
    if (principal === null) {
      throw new CountersignError('access.key_invalid', {
        headers: { 'www-authenticate': 'Bearer realm="countersign", error="invalid_token"' },
      });
    }
    return principal;
  }

  /** RFC 8705 §3: a token that is bound to a certificate is worth nothing without it, whatever kind of token it is. */
  private async checkBinding({ binding, application, tenant }: Principal, request: FastifyRequest): Promise<void> {
    const refused = { headers: { 'www-authenticate': 'Bearer realm="countersign", error="invalid_token"' } };
    if (binding?.kind === 'certificate') {
      const presented = this.certificates.clientCertificateOf(request.raw);
      if (presented === null || thumbprintOf(presented.certificate) !== binding.thumbprint)
        throw new CountersignError('access.token_unbound', refused);
    } else if (application === true && (await this.demand.isMadeOf(tenant.id)))
      throw new CountersignError('client_certificate.required', refused);
  }
}
