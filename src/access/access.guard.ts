import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Clock } from '../config/clock.js';
import { CountersignError } from '../errors/countersign-error.js';
import { ApiKeyStore } from './api-key.store.js';
import { type Principal, setPrincipal } from './principal.js';
import { ROUTE_ACCESS, type RouteAccess } from './require-scope.js';

const BEARER = /^Bearer +(csk_[A-Za-z0-9_-]{1,200}) *$/i;

/** RFC 6750 §3.1. */
function insufficientScope(missing: readonly string[]): string {
  const challenge = 'Bearer realm="countersign", error="insufficient_scope"';
  return missing.length === 0 ? challenge : `${challenge}, scope="${missing.join(' ')}"`;
}

/** Lets a request pass when its key has what the route asks for; a route that asks for nothing explicitly is refused. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly apiKeys: ApiKeyStore,
    private readonly clock: Clock,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = this.reflector.getAllAndOverride<RouteAccess | undefined>(ROUTE_ACCESS, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (access === 'public') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const principal = await this.authenticate(request.headers.authorization);
    const missing = access?.scopes.filter((scope) => !principal.scopes.has(scope));
    if (missing === undefined || missing.length > 0) {
      throw new CountersignError('access.scope_missing', {
        detail: `This needs scope ${missing?.join(', ') ?? 'that no key has'}`,
        headers: { 'www-authenticate': insufficientScope(missing ?? []) },
      });
    }
    setPrincipal(request, principal);
    return true;
  }

  private async authenticate(authorization: string | undefined): Promise<Principal> {
    if (authorization === undefined) {
      throw new CountersignError('access.key_missing', {
        headers: { 'www-authenticate': 'Bearer realm="countersign"' },
      });
    }
    const invalid = () =>
      new CountersignError('access.key_invalid', {
        headers: { 'www-authenticate': 'Bearer realm="countersign", error="invalid_token"' },
      });
    const key = BEARER.exec(authorization)?.[1];
    if (key === undefined) throw invalid();
    const principal = await this.apiKeys.findValid(key, this.clock.now());
    if (principal === null) throw invalid();
    return principal;
  }
}
