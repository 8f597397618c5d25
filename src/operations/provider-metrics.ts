import { Gauge, type Registry } from 'prom-client';
import type { CircuitState, TargetState } from '../outbound/outbound-call.js';

const values: Readonly<Record<CircuitState, number>> = { closed: 0, half_open: 1, open: 2 };

/** Adds what is known of the providers called lately. Labels are ids; there is one series per provider. */
export function measureProviders(registry: Registry, targets: () => readonly TargetState[]): void {
  const states = () => targets().filter(({ target }) => target.kind === 'provider');
  const labels = ({ tenantId, target }: TargetState) => ({ tenant: tenantId, provider: target.id });
  new Gauge({
    name: 'countersign_provider_circuit_state',
    help: 'Circuit of a provider: 0 closed, 1 half-open, 2 open (calls are paused).',
    labelNames: ['tenant', 'provider'],
    registers: [registry],
    collect() {
      this.reset();
      for (const state of states()) this.set(labels(state), values[state.circuit]);
    },
  });
  new Gauge({
    name: 'countersign_provider_calls',
    help: 'Calls to a provider that are under way or wait for a slot.',
    labelNames: ['tenant', 'provider', 'state'],
    registers: [registry],
    collect() {
      this.reset();
      for (const state of states()) {
        this.set({ ...labels(state), state: 'under_way' }, state.callsUnderWay);
        this.set({ ...labels(state), state: 'waiting' }, state.callsWaiting);
      }
    },
  });
}
