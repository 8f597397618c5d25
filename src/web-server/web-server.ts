import { randomUUID } from 'node:crypto';
import type { RequestListener, Server } from 'node:http';
import cookie from '@fastify/cookie';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { type FastifyHttpOptions, type FastifyInstance, type FastifyRequest, LogController } from 'fastify';
import type { Logger } from 'pino';
import type { SharedAllowances } from '../access/shared-allowances.js';
import { publicPath } from '../config/public-path.js';
import type { Settings } from '../config/settings.js';
import { CountersignError } from '../errors/countersign-error.js';
import { asCountersignError } from '../http/problem.filter.js';
import { sendProblem } from '../http/send-problem.js';
import { answerBrokenRequest } from './answer-broken-request.js';
import { addBodyParsers, maxJsonBody } from './body-parsers.js';
import { answerConditionalReads } from './conditional-reads.js';
import { correlateRequests } from './correlate-requests.js';
import { limitHeaders, maxReadHeaders } from './limit-headers.js';
import { limitRates } from './rate-limits.js';
import { logBrokenRequest, logRequests } from './request-log.js';
import { maxPathPart, routableAddress } from './routable-address.js';

/** Longest time in which a whole request must have arrived, against clients that send one byte at a time. */
const REQUEST_TIMEOUT = 30_000;
/** How often connections are looked at for requests that are late: so much later than promised may one be told. */
const LATE_CHECK = 5_000;
/** Longer than common load balancers keep an idle connection, so that they close it first. */
const KEEP_ALIVE_TIMEOUT = 72_000;

/** What every listener demands of its connections. */
export const connectionLimits = {
  requestTimeout: REQUEST_TIMEOUT,
  keepAliveTimeout: KEEP_ALIVE_TIMEOUT,
  maxHeaderSize: maxReadHeaders,
  connectionsCheckingInterval: LATE_CHECK,
  // Node would refuse it by itself, without words, id and log line; see `answerWhatNodeWould`.
  requireHostHeader: false,
} as const;

/** A path of this service, as controllers name it; whole addresses are another's, or have the path of `PUBLIC_URL` already. */
const PATH = /^\/(?!\/)/;
const NUL_IN_PATH = /^[^?]*%00/;

/** No name holds a NUL, and the database cannot even be asked for one; and a request of HTTP/1.1 names its host (RFC 9112 §3.2). */
function refusalOf({ url, headers, raw }: FastifyRequest): CountersignError | undefined {
  if (headers.host === undefined && raw.httpVersion !== '1.0')
    return new CountersignError('request.malformed', { detail: 'The request has no Host' });
  return NUL_IN_PATH.test(url) ? new CountersignError('request.not_found') : undefined;
}

/** Requests are judged by `SchemaPipe`; Fastify's own validators and serializers would take a tenth of a start to load. */
function noSchemas(): never {
  throw new Error('A route has a schema of Fastify; routes take theirs from zod');
}

/** The web server: what happens to every request before a controller sees it and after it has answered. */
export function makeWebServer(settings: Settings, logger: Logger): FastifyAdapter {
  const options: FastifyHttpOptions<Server> = {
    loggerInstance: logger,
    // Requests are logged by `logRequests`: Fastify's own lines hold the whole address.
    logController: new LogController({ disableRequestLogging: true }),
    childLoggerFactory: (parent) => parent,
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    bodyLimit: maxJsonBody,
    requestTimeout: connectionLimits.requestTimeout,
    keepAliveTimeout: connectionLimits.keepAliveTimeout,
    // A request on an open connection is served while draining; its answer closes the connection.
    return503OnClosing: false,
    // Members named __proto__ and constructor are ordinary unknown members: the schema names them.
    onProtoPoisoning: 'ignore',
    onConstructorPoisoning: 'ignore',
    // Nothing is taken from forwarded headers but the address that limits count for, see http/client-address.ts.
    trustProxy: false,
    schemaController: { compilersFactory: { buildValidator: noSchemas, buildSerializer: noSchemas } },
    routerOptions: { maxParamLength: maxPathPart },
    rewriteUrl: ({ url = '/' }) => routableAddress(url),
    http: {
      maxHeaderSize: maxReadHeaders,
      connectionsCheckingInterval: LATE_CHECK,
      // Node takes the greater of the two for the whole request: its default of a minute would count for bodies as well.
      headersTimeout: REQUEST_TIMEOUT,
      requireHostHeader: connectionLimits.requireHostHeader,
    },
    // Addresses that cannot be decoded never reach a route or a filter.
    frameworkErrors: (error, _request, reply) => {
      void reply.header('x-request-id', reply.request.id);
      logBrokenRequest(logger, sendProblem(reply, asCountersignError(error), settings.PUBLIC_URL));
    },
    clientErrorHandler: (error, socket) => {
      answerBrokenRequest(error, socket, settings.PUBLIC_URL, logger);
    },
  };
  return new FastifyAdapter(options);
}

/** A server of HTTP, with TLS or without. */
interface ExpectingListener {
  on(event: 'checkExpectation', answer: RequestListener): unknown;
}

/** An expectation that is not known may be disregarded (RFC 9110 §10.1.1); Node would answer 417 without words, id and log line. */
export function answerWhatNodeWould(listener: ExpectingListener, server: FastifyInstance): void {
  listener.on('checkExpectation', (request, response) => {
    server.routing(request, response);
  });
}

/** What the application tells the web server. */
interface Application {
  /** Whether answers should end their connections, so that nothing more is sent to this instance. */
  readonly isDraining: () => boolean;
  /** null: there is no other instance. */
  readonly allowances: SharedAllowances | null;
}

/** Adds what every request goes through. Call before the application registers its routes. */
export async function prepareWebServer(
  server: FastifyInstance,
  settings: Settings,
  logger: Logger,
  { isDraining, allowances }: Application,
): Promise<void> {
  answerWhatNodeWould(server.server, server);
  correlateRequests(server);
  logRequests(server, logger);
  limitHeaders(server);
  addBodyParsers(server);
  answerConditionalReads(server);
  await server.register(cookie);
  await limitRates(server, settings, allowances);
  server.addHook('onRequest', (request, reply, done) => {
    void reply.headers({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' });
    done(refusalOf(request));
  });
  const path = publicPath(settings.PUBLIC_URL);
  server.addHook('onSend', (_request, reply, _payload, done) => {
    const location = reply.getHeader('location');
    if (path !== '' && typeof location === 'string' && PATH.test(location))
      void reply.header('location', `${path}${location}`);
    if (isDraining()) void reply.header('connection', 'close');
    done();
  });
}
