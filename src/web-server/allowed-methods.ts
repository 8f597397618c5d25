import type { FastifyInstance } from 'fastify';

interface Route {
  readonly methods: readonly string[];
  readonly pattern: RegExp;
}

const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function patternOf(url: string): RegExp {
  const segments = url.split('/').map((segment) => {
    if (segment === '*') return '.*';
    // Two colons are the router's way to write one that begins no parameter.
    return /^:(?!:)/.test(segment) ? '[^/]+' : escapeRegExp(segment.replaceAll('::', ':'));
  });
  return new RegExp(`^${segments.join('/')}$`);
}

/**
 * Watches the routes as they are added, so that a request which the router does not know can be told apart: no such address, or
 * an address that has other methods.
 *
 * @returns a function from a request's path (without query) to its methods, sorted; empty when there is no such address
 */
export function watchMethods(server: FastifyInstance): (path: string) => readonly string[] {
  const routes: Route[] = [];
  server.addHook('onRoute', (route) => {
    routes.push({ methods: [route.method].flat(), pattern: patternOf(route.url) });
  });
  return (path) =>
    [...new Set(routes.filter((route) => route.pattern.test(path)).flatMap((route) => route.methods))].sort();
}
