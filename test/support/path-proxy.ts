import { request as forward } from 'node:http';
import { type LoopbackServer, type ServerTls, startLoopbackServer } from './http/loopback-server.js';

/** A proxy that publishes services below paths of one host. */
export interface PathProxy extends LoopbackServer {
  /** Publishes what listens on `port` below `path` (`/esign`), taking the path off each request. */
  publish(path: string, port: number): void;
}

/** As nginx does it with `location /esign/ { proxy_pass http://127.0.0.1:3000/; }`: no header says what was taken off. */
export async function startPathProxy(tls: ServerTls): Promise<PathProxy> {
  const ports = new Map<string, number>();
  const server = await startLoopbackServer(
    (request, response) => {
      const [path, rest] = /^(\/[^/?]+)(.*)$/.exec(request.url ?? '')?.slice(1) ?? [];
      const port = ports.get(path ?? '');
      if (port === undefined) {
        response.writeHead(404).end('no such service');
        return;
      }
      const headers = {
        ...request.headers,
        'x-forwarded-for': request.socket.remoteAddress,
        'x-forwarded-proto': 'https',
      };
      const onward = forward(
        { host: '127.0.0.1', port, method: request.method, path: rest === '' ? '/' : rest, headers },
        (answer) => {
          response.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(response);
        },
      );
      onward.on('error', () => response.destroy());
      request.pipe(onward);
    },
    { hostname: 'localhost', tls },
  );
  return { ...server, publish: (path, port) => void ports.set(path, port) };
}
