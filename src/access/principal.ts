import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Scope } from './scope.js';

/** Who makes an API request: one key of one tenant. */
export interface Principal {
  readonly tenantId: string;
  readonly tenantName: string;
  readonly apiKeyId: string;
  readonly scopes: ReadonlySet<Scope>;
}

const principals = new WeakMap<FastifyRequest, Principal>();

export function setPrincipal(request: FastifyRequest, principal: Principal): void {
  principals.set(request, principal);
}

/** The principal that the guard found; null on routes that need no key. */
export function principalOf(request: FastifyRequest): Principal | null {
  return principals.get(request) ?? null;
}

/** Parameter of a controller method: the `Principal` of the request. */
export const CurrentPrincipal = createParamDecorator((_data: unknown, context: ExecutionContext): Principal => {
  const principal = principalOf(context.switchToHttp().getRequest<FastifyRequest>());
  if (principal === null) throw new Error('CurrentPrincipal is used on a route that needs no API key');
  return principal;
});
