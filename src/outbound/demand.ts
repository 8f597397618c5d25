/**
 * Who waits for a connection to which origin. undici connects anew when a request is aborted, only to find that nobody
 * wants it any more: without this, every refused answer would cost one more handshake with the server that sent it. While
 * another call waits for the same origin the connection is made, and serves a later call.
 */
export class Demand {
  readonly #waiting = new Map<string, number>();

  /** Waits for a connection to `origin` until the returned function is called, which may be more than once. */
  enter(origin: string): () => void {
    this.#waiting.set(origin, (this.#waiting.get(origin) ?? 0) + 1);
    let left = false;
    return () => {
      if (left) return;
      left = true;
      const others = (this.#waiting.get(origin) ?? 1) - 1;
      if (others === 0) this.#waiting.delete(origin);
      else this.#waiting.set(origin, others);
    };
  }

  exists(origin: string): boolean {
    return this.#waiting.has(origin);
  }
}
