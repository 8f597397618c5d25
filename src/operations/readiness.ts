import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** How long the database may take to answer a probe. */
const PROBE_TIMEOUT = 2_000;

export interface ReadinessCheck {
  readonly name: 'database' | 'draining';
  readonly ready: boolean;
  readonly detail: string;
}

async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no answer within ${milliseconds} ms`));
    }, milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Whether this instance should be sent requests. Migrations have run before it listens at all. */
@Injectable()
export class Readiness {
  private draining = false;

  constructor(private readonly dataSource: DataSource) {}

  get isDraining(): boolean {
    return this.draining;
  }

  /** From now on the instance is not ready, so that nothing new is sent to it. */
  startDraining(): void {
    this.draining = true;
  }

  async checks(): Promise<readonly ReadinessCheck[]> {
    return [
      await this.database(),
      {
        name: 'draining',
        ready: !this.draining,
        detail: this.draining ? 'the instance is stopping' : 'the instance takes requests',
      },
    ];
  }

  private async database(): Promise<ReadinessCheck> {
    const check = (ready: boolean, detail: string): ReadinessCheck => ({ name: 'database', ready, detail });
    try {
      // A standby, and a primary that was demoted, answer every question; nothing can be written there.
      const state = `SELECT current_setting('transaction_read_only') = 'on' AS read_only`;
      const [row] = await within(PROBE_TIMEOUT, this.dataSource.query<{ read_only: boolean }[]>(state));
      return row?.read_only === false ? check(true, 'answers') : check(false, 'is read-only');
    } catch {
      return check(false, 'does not answer');
    }
  }
}
