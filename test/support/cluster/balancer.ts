import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { joinSockets } from '../joined-sockets.js';

const LOOKS_EVERY = 200;

/** A load balancer in front of instances: connections in turn to whichever says that it is ready, or to all when none does. */
export interface Balancer {
  readonly url: string;
  readonly port: number;
  /** From now on these. */
  use(instances: readonly string[]): void;
  /** The instance to which the last connection from a client's port went; null when it knows none. */
  joinedTo(port: number): string | null;
  close(): Promise<void>;
}

export async function startBalancer(): Promise<Balancer> {
  let instances: readonly string[] = [];
  let ready: readonly string[] = [];
  let turn = 0;
  const stopping = new AbortController();
  const look = async (): Promise<void> => {
    const known = instances;
    const judged = await Promise.all(
      known.map(async (url) => {
        const answer = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2_000) }).catch(() => null);
        await answer?.body?.cancel();
        return answer?.status === 200;
      }),
    );
    if (known === instances) ready = known.filter((_, index) => judged[index] === true);
  };
  const looking = (async () => {
    while (!stopping.signal.aborted) {
      await look();
      await sleep(LOOKS_EVERY);
    }
  })();
  const sockets = new Set<Socket>();
  const joined = new Map<number, string>();
  const server = createServer((incoming) => {
    const among = ready.length === 0 ? instances : ready;
    const chosen = among[(turn += 1) % Math.max(1, among.length)];
    if (chosen === undefined) {
      incoming.destroy();
      return;
    }
    joined.set(incoming.remotePort ?? 0, chosen);
    const outgoing = connect(Number(new URL(chosen).port), '127.0.0.1');
    joinSockets(incoming, outgoing, sockets);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  return {
    url: `http://localhost:${port}`,
    port,
    use(given) {
      instances = given;
      ready = given;
    },
    joinedTo: (client) => joined.get(client) ?? null,
    async close() {
      stopping.abort();
      await looking;
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
