import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

/** What a server needs to speak TLS; everything PEM. */
export interface ServerTls {
  readonly certificate: string;
  readonly privateKey: string;
  /** CAs whose client certificates count as authorised; present (even empty) means that a client certificate is asked for. */
  readonly clientCertificateAuthorities?: readonly string[];
  /** Whether a handshake without a certificate of these authorities fails. Default: it is left to who answers. */
  readonly demandsClientCertificate?: boolean;
}

export interface LoopbackServerOptions {
  /**
   * Host name in the origin, default `127.0.0.1`. A service on `localhost` and a provider on `127.0.0.1` are different
   * sites to a browser, as in real life; two ports of one host name would not be.
   */
  readonly hostname?: string;
  /** Default: any free port. */
  readonly port?: number;
  readonly tls?: ServerTls;
}

export interface LoopbackServer {
  /** For example `http://127.0.0.1:40123`, no slash at the end. */
  readonly origin: string;
  readonly port: number;
  /** Ends open connections too, so that a test never waits for a keep-alive. */
  close(): Promise<void>;
}

/** Serves on a free loopback port. */
export async function startLoopbackServer(
  listener: RequestListener,
  options: LoopbackServerOptions = {},
): Promise<LoopbackServer> {
  const { hostname = '127.0.0.1', tls } = options;
  const server = tls ? createTlsServer(listener, tls) : createHttpServer(listener);
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, listenAddress(hostname), resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    origin: `${tls ? 'https' : 'http'}://${hostname}:${port}`,
    port,
    close: () => closeServer(server, sockets),
  };
}

/** `localhost` may resolve to ::1 or 127.0.0.1, in either order: listen where the resolver says, else where told. */
function listenAddress(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '');
}

function createTlsServer(listener: RequestListener, tls: ServerTls): Server {
  const clientCertificates = tls.clientCertificateAuthorities;
  return createHttpsServer(
    {
      cert: tls.certificate,
      key: tls.privateKey,
      ...(clientCertificates
        ? {
            requestCert: true,
            rejectUnauthorized: tls.demandsClientCertificate ?? false,
            ca: clientCertificates.slice(),
          }
        : {}),
    },
    listener,
  );
}

function closeServer(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => {
      if (error) reject(error);
      else resolve();
    });
    for (const socket of sockets) socket.destroy();
  });
}
