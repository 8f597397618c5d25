import { afterEach, expect, it } from '@jest/globals';
import { Registry } from 'prom-client';
import { measureProviders } from '../../src/operations/provider-metrics.js';
import { call, client, closeClients } from '../outbound/clients.js';
import { closeServers, httpServer } from '../outbound/servers.js';

afterEach(async () => {
  await closeServers();
  await closeClients();
});

it('shows the circuit and the calls of each provider that was called', async () => {
  const server = await httpServer((request, response) => {
    response.writeHead(request.url === '/down' ? 503 : 200).end();
  });
  const outbound = client({ limits: { failuresToOpen: 1, pauseMs: 600_000 } });
  const registry = new Registry();
  measureProviders(registry, () => outbound.states());
  await outbound.send(call(`${server.origin}/down`, { target: { kind: 'provider', id: 'down' } }));
  await outbound.send(call(`${server.origin}/up`, { target: { kind: 'provider', id: 'up' } }));
  await outbound.send(call(`${server.origin}/up`, { target: { kind: 'listener', id: 'no-provider' } }));
  const text = await registry.metrics();
  expect(text).toContain('countersign_provider_circuit_state{tenant="tenant",provider="down"} 2');
  expect(text).toContain('countersign_provider_circuit_state{tenant="tenant",provider="up"} 0');
  expect(text).toContain('countersign_provider_calls{tenant="tenant",provider="up",state="under_way"} 0');
  expect(text).toContain('countersign_provider_calls{tenant="tenant",provider="up",state="waiting"} 0');
  expect(text).not.toContain('no-provider');
});
