import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer as createRawServer, type Server as NetServer, type Socket } from 'node:net';
import type { SecureContextOptions, TlsOptions } from 'node:tls';

/** A server on loopback with what it has seen. */
export interface LocalServer {
  readonly port: number;
  /** `http(s)://localhost:port` */
  readonly origin: string;
  /** Connections accepted so far. */
  readonly connections: () => number;
  readonly close: () => Promise<void>;
}

const running = new Set<LocalServer>();

/** Closes every server that a test has started; meant for `afterEach`. */
export async function closeServers(): Promise<void> {
  await Promise.all([...running].map((server) => server.close()));
}

export function httpServer(answer: RequestListener, host = '127.0.0.1'): Promise<LocalServer> {
  return started(createServer(answer), 'http', host);
}

export function httpsServer(tls: SecureContextOptions & TlsOptions, answer: RequestListener): Promise<LocalServer> {
  return started(createTlsServer(tls, answer), 'https', '127.0.0.1');
}

/** A server that is free to break every rule: it gets the socket, and the bytes of the request once they have come. */
export function rawServer(onRequest: (socket: Socket, request: string) => void): Promise<LocalServer> {
  const server = createRawServer((socket) => {
    socket.on('error', () => {
      // A client that refuses to read on is what these tests are about.
    });
    socket.on('data', (bytes) => {
      onRequest(socket, bytes.toString('latin1'));
    });
  });
  return started(server, 'http', '127.0.0.1');
}

async function started(server: Server | NetServer, scheme: string, host: string): Promise<LocalServer> {
  let connections = 0;
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const local: LocalServer = {
    port,
    origin: `${scheme}://localhost:${port}`,
    connections: () => connections,
    close: async () => {
      if (!running.delete(local)) return;
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
  running.add(local);
  return local;
}
