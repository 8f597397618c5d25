import type { Socket } from 'node:net';

/**
 * Passes on what each of two connections sends to the other; what breaks one ends both.
 * @param open holds both for as long as they are open
 */
export function joinSockets(incoming: Socket, outgoing: Socket, open: Set<Socket>): void {
  for (const [socket, other] of [
    [incoming, outgoing],
    [outgoing, incoming],
  ] as const) {
    open.add(socket);
    socket
      .on('error', () => {
        socket.destroy();
        other.destroy();
      })
      .on('close', () => open.delete(socket));
  }
  incoming.pipe(outgoing).pipe(incoming);
}
