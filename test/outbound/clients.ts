import type { OutboundAnswer, OutboundCall } from '../../src/outbound/outbound-call.js';
import { OutboundClient, type OutboundClientOptions } from '../../src/outbound/outbound-client.js';
import { OutboundFailure } from '../../src/outbound/outbound-failure.js';

const open = new Set<OutboundClient>();

/** A client that may reach loopback over http, unless the options say otherwise. */
export function client(options: Partial<OutboundClientOptions> = {}): OutboundClient {
  const made = new OutboundClient({ allowedCidrs: ['127.0.0.0/8', '::1/128'], allowHttp: true, ...options });
  open.add(made);
  return made;
}

/** Closes every client that a test has made; meant for `afterEach`, after the servers have been closed. */
export async function closeClients(): Promise<void> {
  await Promise.all([...open].map((made) => made.close()));
  open.clear();
}

export function call(url: string, more: Partial<OutboundCall> = {}): OutboundCall {
  return {
    tenantId: 'tenant',
    target: { kind: 'provider', id: 'provider' },
    url,
    method: 'GET',
    headers: {},
    maxBytes: 64 * 1024,
    ...more,
  };
}

export function text(answer: OutboundAnswer): string {
  return new TextDecoder().decode(answer.body);
}

/** The failure of a call that must fail, as data. */
export async function failure(sent: Promise<unknown>): Promise<OutboundFailure> {
  try {
    await sent;
  } catch (error) {
    if (error instanceof OutboundFailure) return error;
    throw error;
  }
  throw new Error('expected the call to fail');
}
