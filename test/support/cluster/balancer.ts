import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { joinSockets } from '../joined-sockets.js';
import { ReadyInstances } from './ready-instances.js';

/** A load balancer in front of instances: in turn to whichever says that it is ready, or to all when none does. */
export interface Balancer {
  readonly url: string;
  readonly port: number;
  /** From now on these. */
  use(instances: readonly string[]): void;
  /** The instance that had what came last from a client's port; null when it knows none. */
  joinedTo(port: number): string | null;
  close(): Promise<void>;
}

/** One that hands on connections: whatever comes over one goes to the same instance, until that ends it. */
export async function startBalancer(): Promise<Balancer> {
  const instances = new ReadyInstances();
  const sockets = new Set<Socket>();
  const joined = new Map<number, string>();
  const server = createServer((incoming) => {
    const chosen = instances.next();
    if (chosen === null) {
      incoming.destroy();
      return;
    }
    joined.set(incoming.remotePort ?? 0, chosen);
    const outgoing = connect(Number(new URL(chosen).port), '127.0.0.1');
    joinSockets(incoming, outgoing, sockets);
  });
  return listeningBalancer(server, instances, joined, () => {
    for (const socket of sockets) socket.destroy();
  });
}

/** @param end ends every connection */
export async function listeningBalancer(
  server: Server,
  instances: ReadyInstances,
  joined: ReadonlyMap<number, string>,
  end: () => void,
): Promise<Balancer> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  return {
    url: `http://localhost:${port}`,
    port,
    use(given) {
      instances.use(given);
    },
    joinedTo: (client) => joined.get(client) ?? null,
    async close() {
      await instances.close();
      server.close();
      end();
    },
  };
}
