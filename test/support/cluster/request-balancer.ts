import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { type Balancer, listeningBalancer } from './balancer.js';
import { ReadyInstances } from './ready-instances.js';

/** Headers of one connection (RFC 9110 §7.6.1); `node:http` writes its own for the other one. */
const OF_A_CONNECTION = new Set(['connection', 'keep-alive', 'transfer-encoding']);

/**
 * A load balancer that hands on requests, as nginx, HAProxy or an ingress do: clients keep their connections to it, and an instance
 * that it was told to leave gets nothing more, also over connections that it still holds to it. What has no body and was not answered
 * is asked of the next instance, once.
 */
export async function startRequestBalancer(): Promise<Balancer> {
  const instances = new ReadyInstances();
  const joined = new Map<number, string>();
  const agent = new Agent({ keepAlive: true });

  function handOn(incoming: IncomingMessage, answer: ServerResponse, isRepeated: boolean): void {
    const chosen = instances.next();
    if (chosen === null) {
      refuse(answer, 'no instance');
      return;
    }
    joined.set(incoming.socket.remotePort ?? 0, chosen);
    const headers = Object.fromEntries(Object.entries(incoming.headers).filter(([name]) => !OF_A_CONNECTION.has(name)));
    const { method = 'GET', url: path = '/' } = incoming;
    const outgoing = request({ host: '127.0.0.1', port: new URL(chosen).port, method, path, headers, agent });
    const hasBody = method !== 'GET' && method !== 'HEAD';
    answer.on('close', () => {
      if (!answer.writableEnded) outgoing.destroy();
    });
    outgoing.on('response', (response) => {
      answer.writeHead(response.statusCode ?? 502, headersOf(response));
      response.on('error', () => answer.destroy()).pipe(answer);
    });
    outgoing.on('error', (error) => {
      if (answer.headersSent) answer.destroy();
      else if (hasBody || isRepeated) refuse(answer, `${error.message} by ${chosen}`);
      else handOn(incoming, answer, true);
    });
    if (hasBody) incoming.pipe(outgoing);
    else outgoing.end();
  }

  const server = createServer((incoming, answer) => {
    handOn(incoming, answer, false);
  });
  return listeningBalancer(server, instances, joined, () => {
    server.closeAllConnections();
    agent.destroy();
  });
}

/** Names and values in turn, as they came: `Set-Cookie` may be there several times. */
function headersOf({ rawHeaders }: IncomingMessage): string[] {
  return rawHeaders.filter((_, index) => !OF_A_CONNECTION.has((rawHeaders[index - (index % 2)] ?? '').toLowerCase()));
}

function refuse(answer: ServerResponse, code: string): void {
  answer.writeHead(502, { 'content-type': 'application/json' }).end(JSON.stringify({ code }));
}
