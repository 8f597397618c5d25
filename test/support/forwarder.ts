import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { joinSockets } from './joined-sockets.js';

/** A TCP connection that a test can cut, between a service and what it depends on. */
export interface Forwarder {
  readonly port: number;
  /** Ends every connection and refuses new ones. */
  cut(): Promise<void>;
  /** Passes nothing on any more and ends nothing, as when a host has lost its power. New connections are made and get no answer. */
  silence(): void;
  /** New connections work again. Those that were silent stay so, and the other side has none of them: its host does not know them. */
  restore(): Promise<void>;
  /** Ends every connection; new ones go to another port of the same host. Where nobody listens they are accepted and closed. */
  divert(port: number): void;
}

/** @param opened is told the first bytes that each client sends */
export async function startForwarder(
  target: { readonly host: string; readonly port: number },
  opened: (bytes: Buffer) => void = () => undefined,
): Promise<Forwarder> {
  const sockets = new Set<Socket>();
  const toTarget = new Set<Socket>();
  let silent = false;
  let targetPort = target.port;
  const server = createServer((incoming) => {
    if (silent) {
      sockets.add(incoming);
      incoming.on('error', () => undefined).on('close', () => sockets.delete(incoming));
      incoming.resume();
      return;
    }
    const outgoing = connect({ host: target.host, port: targetPort });
    incoming.once('data', opened);
    joinSockets(incoming, outgoing, sockets);
    toTarget.add(outgoing);
    outgoing.on('close', () => toTarget.delete(outgoing));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  return {
    port,
    async cut() {
      if (!server.listening) return;
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
    divert(port) {
      targetPort = port;
      for (const socket of sockets) socket.destroy();
    },
    silence() {
      silent = true;
      for (const socket of sockets) socket.unpipe().resume();
    },
    async restore() {
      // A server that kept them would soon have no room for others.
      if (silent) for (const socket of toTarget) socket.destroy();
      silent = false;
      if (server.listening) return;
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
    },
  };
}
