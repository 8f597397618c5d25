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

/** The standby that is read from, as it was when it was last asked; each is null where that is not known. */
interface ReplicaStanding {
  readonly answers: boolean | null;
  readonly secondsBehind: number | null;
}

/** Adds whether the standby that is read from answers, and how far it is behind. */
export function measureReplica(registry: Registry, replica: ReplicaStanding): void {
  const gauge = (name: string, help: string, value: () => number | null): void => {
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        const now = value();
        if (now === null) this.remove();
        else this.set(now);
      },
    });
  };
  gauge(
    'countersign_read_replica_lag_seconds',
    'By how much the standby of READ_DATABASE_URL was behind when it was last asked; absent while it is not.',
    () => replica.secondsBehind,
  );
  gauge(
    'countersign_read_replica_up',
    'Whether the standby of READ_DATABASE_URL answered when it was last asked (1) or the primary does in its place (0); absent without one.',
    () => (replica.answers === null ? null : Number(replica.answers)),
  );
}
