import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyRequest, HTTPMethods } from 'fastify';
import type { Provider } from 'oidc-provider';
import type { ServedRequests } from './served-requests.js';

/** Of forms: a client assertion with a chain of certificates is a few kilobytes. */
const LARGEST_BODY = 56 * 1024;

/** What of oidc-provider is served. An address that is not listed does not exist. */
const routes: readonly (readonly [method: HTTPMethods, path: string])[] = [
  ['GET', '/auth'],
  ['GET', '/auth/:uid'],
  ['POST', '/request'],
  ['POST', '/token'],
  ['OPTIONS', '/token'],
  ['POST', '/token/introspection'],
  ['POST', '/token/revocation'],
  ['OPTIONS', '/token/revocation'],
  ['GET', '/jwks'],
  ['OPTIONS', '/jwks'],
  ['GET', '/session/end'],
  ['POST', '/session/end/confirm'],
  ['GET', '/session/end/success'],
  ['GET', '/.well-known/openid-configuration'],
  ['OPTIONS', '/.well-known/openid-configuration'],
  ['GET', '/.well-known/oauth-authorization-server'],
];

const isTooLarge = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'FST_ERR_CTP_BODY_TOO_LARGE';

const callbacks = new WeakMap<Provider, ReturnType<Provider['callback']>>();

function callbackOf(provider: Provider): ReturnType<Provider['callback']> {
  const known = callbacks.get(provider) ?? provider.callback();
  callbacks.set(provider, known);
  return known;
}

/**
 * Serves the authorization server under `/oauth`, and its metadata also where RFC 8414 §3.1 puts it: at the root, with the whole path
 * of the issuer behind. What oidc-provider answers meets no hook but those of the request and of its end.
 * @param path that of `PUBLIC_URL`
 */
export function mountAuthorizationServer(server: FastifyInstance, served: ServedRequests, path: string): void {
  void server.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser<Buffer>(
      '*',
      { parseAs: 'buffer', bodyLimit: LARGEST_BODY },
      (_request, body, parsed) => {
        parsed(null, body);
      },
    );
    scope.setErrorHandler((error, _request, reply) => {
      if (!isTooLarge(error)) throw error;
      // In the words of RFC 6749 §5.2: a client of OAuth reads no others.
      void reply
        .status(413)
        .header('cache-control', 'no-store')
        .send({ error: 'invalid_request', error_description: `the body is larger than ${LARGEST_BODY} bytes` });
    });
    const serve = (
      request: FastifyRequest,
      raw: IncomingMessage['url'],
      reply: Parameters<ServedRequests['serve']>[2],
    ) => served.serve(request, raw ?? '/', reply, (provider) => callbackOf(provider));
    for (const [method, url] of routes)
      scope.route({
        method,
        url: `/oauth${url}`,
        handler: (request, reply) => serve(request, request.raw.url?.slice('/oauth'.length), reply),
      });
    const wellKnown = '/.well-known/oauth-authorization-server';
    for (const url of new Set([`${wellKnown}/oauth`, `${wellKnown}${path}/oauth`]))
      scope.get(url, (request, reply) => serve(request, wellKnown, reply));
    done();
  });
}
