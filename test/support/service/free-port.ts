import { once } from 'node:events';
import { createServer } from 'node:net';

const given = new Set<number>();

/** A port that was free a moment ago, for a service that has to know its own address before it listens. None is given twice. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('A TCP server has a port');
  if (given.has(address.port)) return freePort();
  given.add(address.port);
  return address.port;
}
