import { Socket } from 'node:net';

/**
 * A socket that gathers what is written in one turn of the event loop and sends it at once. Each statement of a pipeline writes
 * several small messages; a system call for each costs more than everything else about them.
 */
export class GatheringSocket extends Socket {
  private gathering = false;

  override write(...parameters: unknown[]): boolean {
    if (!this.gathering) {
      this.gathering = true;
      // Corks count: what the driver corks and uncorks by itself stays inside this one.
      this.cork();
      process.nextTick(() => {
        this.gathering = false;
        this.uncork();
      });
    }
    return (super.write as (...passed: unknown[]) => boolean).apply(this, parameters);
  }
}
