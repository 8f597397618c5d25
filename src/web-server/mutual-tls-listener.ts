import { constants } from 'node:crypto';
import { createServer, type Server, type ServerOptions } from 'node:https';
import { TLSSocket } from 'node:tls';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { ClientCertificates } from '../access/client-certificates.js';
import type { Settings } from '../config/settings.js';
import { CountersignError } from '../errors/countersign-error.js';
import type { ServerCertificate } from '../mutual-tls/certificate-files.js';
import { isOverMutualTls } from '../mutual-tls/certificates-of-requests.js';
import type { WatchedFiles } from '../mutual-tls/watched-files.job.js';
import { answerBrokenRequest } from './answer-broken-request.js';
import { cannotListen } from './cannot-listen.js';
import { answerWhatNodeWould } from './web-server.js';

/** What is served where certificates are asked for; there too nothing else reads one. */
const WITH_CERTIFICATES = /^\/(?:v1|oauth|\.well-known)(?:[/?]|$)/;

/** The listener of `MTLS_PORT`. */
export interface MutualTlsListener {
  readonly server: Server;
  readonly port: number;
}

/** Judges headers about certificates before anything else reads them, and keeps everything but the API off `MTLS_PORT`. */
export function guardCertificates(server: FastifyInstance, certificates: ClientCertificates): void {
  server.addHook('onRequest', (request, _reply, done) => {
    const { raw, url } = request;
    if (!WITH_CERTIFICATES.test(url)) {
      done(isOverMutualTls(raw) ? new CountersignError('request.no_such_address') : undefined);
      return;
    }
    try {
      certificates.clientCertificateOf(raw);
      done();
    } catch (error) {
      done(error as Error);
    }
  });
}

/**
 * Listens on `MTLS_PORT` with the certificate of the files as they are, and feeds the same application. Every connection is asked
 * for a certificate and goes on without one: whether one is needed, and whether it is trusted, is judged by whom it concerns.
 *
 * @param limits what the other listener demands of connections
 * @returns null where there is no `MTLS_PORT`
 */
export async function listenWithCertificates(
  server: FastifyInstance,
  settings: Settings,
  files: WatchedFiles,
  logger: Logger,
  limits: ServerOptions,
): Promise<MutualTlsListener | null> {
  const { MTLS_PORT, HOST, PUBLIC_URL } = settings;
  const { server: certificate } = files.current;
  if (MTLS_PORT === undefined || certificate === null) return null;
  const listener = createServer(
    {
      ...limits,
      ...contextOf(certificate),
      requestCert: true,
      // Names of authorities would be those of all tenants, and a client whose tenant is not among them would send none.
      rejectUnauthorized: false,
    },
    (request, response) => {
      server.routing(request, response);
    },
  );
  answerWhatNodeWould(listener, server);
  listener.on('clientError', (error, socket) => {
    if (socket instanceof TLSSocket) answerBrokenRequest(error, socket, PUBLIC_URL, logger);
    else socket.destroy();
  });
  files.onServerCertificate((next) => {
    listener.setSecureContext(contextOf(next));
  });
  await new Promise<void>((resolve, reject) => {
    listener.once('error', reject);
    listener.listen(MTLS_PORT, HOST, resolve);
  }).catch((error: unknown) => {
    throw cannotListen(error, 'MTLS_PORT', settings);
  });
  const address = listener.address();
  return { server: listener, port: typeof address === 'object' && address !== null ? address.port : MTLS_PORT };
}

/**
 * Without tickets: a resumed session has the client's own certificate but not those that came with it, so its chain could not be
 * judged any more.
 */
const contextOf = ({ cert, key }: ServerCertificate): ServerOptions => ({
  cert,
  key,
  minVersion: 'TLSv1.2',
  secureOptions: constants.SSL_OP_NO_TICKET,
});
