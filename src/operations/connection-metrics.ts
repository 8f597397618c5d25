import { Gauge, type Registry } from 'prom-client';

interface CountedConnections {
  readonly kind: string;
  readonly state: string;
  readonly count: number;
}

/** Adds how many connections of all tenants are in which state. */
export function measureConnections(registry: Registry, read: () => Promise<readonly CountedConnections[]>): void {
  new Gauge({
    name: 'countersign_connections',
    help: 'OAuth clients and external authentications by kind and state.',
    labelNames: ['kind', 'state'],
    registers: [registry],
    async collect() {
      const counted = await read().catch(() => []);
      this.reset();
      for (const { kind, state, count } of counted) this.set({ kind, state }, count);
    },
  });
}
