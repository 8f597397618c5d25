import { Gauge, type Registry } from 'prom-client';

/** Adds how busy this instance is: by this, rather than by its processor, a deployment decides how many there have to be. */
export function measureLogins(registry: Registry, inFlight: () => number): void {
  new Gauge({
    name: 'countersign_logins_in_flight',
    help: 'Callbacks in this instance whose login is under way or waits for its turn at the provider.',
    registers: [registry],
    collect() {
      this.set(inFlight());
    },
  });
}

/** Adds how far the standby that is read from is behind. @param secondsBehind null: it was not asked, or is away */
export function measureReplica(registry: Registry, secondsBehind: () => number | null): void {
  new Gauge({
    name: 'countersign_read_replica_lag_seconds',
    help: 'By how much the standby of READ_DATABASE_URL was behind when it was last asked; absent while it is not.',
    registers: [registry],
    collect() {
      const seconds = secondsBehind();
      if (seconds === null) this.remove();
      else this.set(seconds);
    },
  });
}
