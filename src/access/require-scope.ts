import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '../http/described.js';
import type { Scope } from './scope.js';

/** What a route asks for: scopes (all of them), or nothing at all. */
export type RouteAccess = { readonly scopes: readonly Scope[] } | 'public';

export const ROUTE_ACCESS = 'countersign:route-access';

/** The route (or every route of the controller) needs an API key with all these scopes. */
export const RequireScope = (...scopes: Scope[]): MethodDecorator & ClassDecorator =>
  applyDecorators(
    SetMetadata(ROUTE_ACCESS, { scopes } satisfies RouteAccess),
    ApiExtension('x-required-scopes', scopes),
  );

/** The route needs no API key. A route with neither decorator is refused. */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata(ROUTE_ACCESS, 'public' satisfies RouteAccess);
