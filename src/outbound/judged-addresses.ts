import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { AddressPolicy } from './address-policy.js';
import { OutboundFailure } from './outbound-failure.js';

export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

/** Turns a host name into addresses, in the order of preference. Never asked about IP literals. */
export type Resolver = (hostname: string) => Promise<readonly ResolvedAddress[]>;

/**
 * The system's resolver (getaddrinfo), which knows /etc/hosts and search domains. It runs on libuv's thread pool, so
 * simultaneous questions for one name are asked once: a name server that hangs for one host takes one thread, not all.
 */
export function systemResolver(): Resolver {
  const asked = new Map<string, Promise<readonly ResolvedAddress[]>>();
  return (hostname) => {
    const running = asked.get(hostname);
    if (running !== undefined) return running;
    const answer = lookup(hostname, { all: true, order: 'verbatim' }).finally(() => asked.delete(hostname));
    asked.set(hostname, answer);
    return answer;
  };
}

/**
 * The addresses that a connection to `hostname` may use.
 *
 * ONE refused address refuses the name, even beside public ones. Such a mix is how rebinding is done (the public address
 * stops answering, the client falls back to the other), and which of them a call would have reached must not depend on
 * luck. An operator whose names answer with both, e.g. behind DNS64, names the range in OUTBOUND_ALLOWED_CIDRS.
 *
 * @throws OutboundFailure `address_refused` or `name_not_found`; whatever the resolver throws.
 */
export async function judgedAddresses(
  hostname: string,
  policy: AddressPolicy,
  resolve: Resolver,
): Promise<readonly ResolvedAddress[]> {
  const literal = isIP(hostname);
  const addresses = literal === 0 ? await resolve(hostname) : [{ address: hostname, family: literal }];
  if (addresses.length === 0) throw new OutboundFailure('name_not_found', `${hostname} has no address`);
  for (const { address } of addresses) requireAllowed(hostname, address, policy);
  return addresses;
}

/** @throws OutboundFailure `address_refused`, whose detail says nothing about the address; its cause does, for the log. */
export function requireAllowed(hostname: string, address: string, policy: AddressPolicy): void {
  const verdict = policy.judge(address);
  if (verdict.allowed) return;
  throw new OutboundFailure(
    'address_refused',
    `${hostname} is not a public address (the operator allows others with OUTBOUND_ALLOWED_CIDRS)`,
    { cause: new Error(`${hostname} leads to ${address}, range ${verdict.range}`) },
  );
}
