import { setTimeout as sleep } from 'node:timers/promises';

const LOOKS_EVERY = 200;

/** Instances of a load balancer, in turn: whichever says that it is ready, or all when none does. */
export class ReadyInstances {
  private instances: readonly string[] = [];
  private ready: readonly string[] = [];
  private turn = 0;
  private readonly stopping = new AbortController();
  private readonly looking: Promise<void>;

  constructor() {
    this.looking = this.lookAgain();
  }

  /** From now on these. */
  use(instances: readonly string[]): void {
    this.instances = instances;
    this.ready = instances;
  }

  /** The address of the next one; null when there are none. */
  next(): string | null {
    const among = this.ready.length === 0 ? this.instances : this.ready;
    return among[(this.turn += 1) % Math.max(1, among.length)] ?? null;
  }

  async close(): Promise<void> {
    this.stopping.abort();
    await this.looking;
  }

  private async lookAgain(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      await this.look();
      await sleep(LOOKS_EVERY);
    }
  }

  private async look(): Promise<void> {
    const known = this.instances;
    const judged = await Promise.all(
      known.map(async (url) => {
        const answer = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2_000) }).catch(() => null);
        await answer?.body?.cancel();
        return answer?.status === 200;
      }),
    );
    if (known === this.instances) this.ready = known.filter((_, index) => judged[index] === true);
  }
}
