import { Agent } from 'undici';
import { type BoundedCache, boundedCache } from '../caches/bounded-cache.js';
import type { AddressPolicy } from './address-policy.js';
import { guardedConnector } from './connector.js';
import type { Demand } from './demand.js';
import type { Resolver } from './judged-addresses.js';
import type { OutboundLimits } from './limits.js';
import type { OutboundTls } from './outbound-call.js';
import { tlsIdentity, tlsTrust } from './tls-trust.js';

/**
 * One undici Agent per tenant, addresses that it may reach, trust and TLS credential version, so that no connection (and no TLS
 * session) of one is ever used for another. The least recently used one makes room for a new one.
 */
export class Agents {
  readonly #agents: BoundedCache<string, Agent>;
  readonly #closing = new Set<Promise<void>>();
  /** In the order in which they came. */
  readonly #policies: AddressPolicy[] = [];

  constructor(
    private readonly resolve: Resolver,
    private readonly limits: OutboundLimits,
    private readonly demand: Demand,
  ) {
    this.#agents = boundedCache(limits.agents, {
      dispose: (agent) => {
        // `close` lets the calls that it already has finish; the next call of that tenant gets a new agent.
        const closing = agent.close().finally(() => this.#closing.delete(closing));
        this.#closing.add(closing);
      },
    });
  }

  /**
   * An agent to be used at once: one that is kept across an `await` may have been closed meanwhile.
   * @param policy one of the few that there are: an agent keeps the one that it was opened with, and serves no other
   * @throws OutboundFailure `tls_credential_unusable`.
   */
  for(tenantId: string, tls: OutboundTls | undefined, policy: AddressPolicy): Agent {
    const key = `${tenantId} ${this.#numberOf(policy)} ${tlsIdentity(tls)}`;
    const present = this.#agents.get(key);
    if (present !== undefined) return present;
    const agent = this.#open(tls ?? {}, policy);
    this.#agents.set(key, agent);
    return agent;
  }

  /** Ends when the last call has ended. */
  async close(): Promise<void> {
    this.#agents.clear();
    await Promise.all(this.#closing);
  }

  #numberOf(policy: AddressPolicy): number {
    const known = this.#policies.indexOf(policy);
    return known === -1 ? this.#policies.push(policy) - 1 : known;
  }

  #open(tls: OutboundTls, policy: AddressPolicy): Agent {
    return new Agent({
      connect: guardedConnector({
        policy,
        resolve: this.resolve,
        connectMs: this.limits.connectMs,
        trust: tlsTrust(tls),
        demand: this.demand,
      }),
      maxHeaderSize: this.limits.headerBytes,
      // Off: they start anew with every byte, so a slow drip never meets them. The call's own deadline does.
      headersTimeout: 0,
      bodyTimeout: 0,
      // One request at a time per connection: with more, undici may send a request again after a reset, and a code with it.
      pipelining: 1,
      // undici's default, kept short on purpose: the longer a connection idles, the likelier it is that the other side
      // closes it just as a code is being sent, which costs the signer a login.
      keepAliveTimeout: 4_000,
    });
  }
}
