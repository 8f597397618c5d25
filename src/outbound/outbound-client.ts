import { type BoundedCache, boundedCache } from '../caches/bounded-cache.js';
import { AddressPolicy } from './address-policy.js';
import { Agents } from './agents.js';
import { toAnswer } from './answer.js';
import { Demand } from './demand.js';
import { Exchange } from './exchange.js';
import { guardedFetch } from './guarded-fetch.js';
import { judgedAddresses, type Resolver, systemResolver } from './judged-addresses.js';
import { defaultLimits, type OutboundLimits } from './limits.js';
import type {
  CallTarget,
  FetchProfile,
  GuardedFetch,
  OutboundAnswer,
  OutboundCall,
  TargetState,
} from './outbound-call.js';
import { OutboundFailure } from './outbound-failure.js';
import { readRequestedUrl } from './requested-url.js';
import { type StateListener, TargetGate } from './target-gate.js';
import type { TenantRanges } from './tenant-ranges.js';
import { tracedCall } from './traced-call.js';
import { translateFailure } from './translate-failure.js';

export interface OutboundClientOptions {
  /** OUTBOUND_ALLOWED_CIDRS: ranges beside public addresses that calls may reach. */
  readonly allowedCidrs: readonly string[];
  /** Which tenants may reach those ranges. Default: all. */
  readonly tenantRanges?: TenantRanges | undefined;
  /** OUTBOUND_ALLOW_HTTP. */
  readonly allowHttp: boolean;
  /** Sent as `User-Agent`; GitHub, for one, refuses calls without. Default `Countersign`. */
  readonly userAgent?: string;
  /** Default: the system's. */
  readonly resolver?: Resolver;
  readonly limits?: Partial<OutboundLimits>;
  /** Kinds of targets that are told which trace a call belongs to. Default: none. */
  readonly traceContextTo?: ReadonlySet<string>;
  /** Told whenever the circuit of a target opens, half-opens or closes. */
  readonly onStateChange?: StateListener;
}

/**
 * Makes every outbound call to an address that others named: an admin, a provider, a listener's owner. Such an address is hostile until judged, and
 * so is what answers there: see docs/outbound.md for what is guarded against and how.
 */
export class OutboundClient {
  readonly #allowHttp: boolean;
  readonly #policy: AddressPolicy;
  readonly #publicOnly = new AddressPolicy([]);
  readonly #tenantRanges: TenantRanges | undefined;
  readonly #resolve: Resolver;
  readonly #limits: OutboundLimits;
  readonly #demand = new Demand();
  readonly #agents: Agents;
  readonly #gates: BoundedCache<string, TargetGate>;
  readonly #ownHeaders: Readonly<Record<string, string>>;
  readonly #onStateChange: StateListener | undefined;
  readonly #traceContextTo: ReadonlySet<string>;
  #closed = false;

  /** @throws RangeError that lists every entry of `allowedCidrs` that is not a range. */
  constructor(options: OutboundClientOptions) {
    this.#allowHttp = options.allowHttp;
    this.#policy = new AddressPolicy(options.allowedCidrs);
    this.#tenantRanges = options.allowedCidrs.length === 0 ? undefined : options.tenantRanges;
    this.#resolve = options.resolver ?? systemResolver();
    this.#limits = { ...defaultLimits, ...options.limits };
    this.#agents = new Agents(this.#resolve, this.#limits, this.#demand);
    this.#gates = boundedCache(this.#limits.targets);
    this.#ownHeaders = { 'user-agent': options.userAgent ?? 'Countersign', 'accept-encoding': 'identity' };
    this.#onStateChange = options.onStateChange;
    this.#traceContextTo = options.traceContextTo ?? new Set();
  }

  /**
   * Makes one call and reads its whole answer. Never follows a redirect, never repeats a request.
   * @throws OutboundFailure, nothing else. An HTTP error status is an answer, not a failure.
   */
  send(call: OutboundCall): Promise<OutboundAnswer> {
    return tracedCall(call, this.#traceContextTo, (sent) => this.#send(sent));
  }

  async #send(call: OutboundCall): Promise<OutboundAnswer> {
    const startedAt = performance.now();
    if (this.#closed) throw new OutboundFailure('aborted', 'the service is stopping');
    const { origin, path } = readRequestedUrl(call.url, this.#allowHttp);
    const policy = this.#tenantRanges === undefined ? this.#policy : await this.#policyOf(call.tenantId);
    const timeoutMs = call.timeoutMs ?? this.#limits.callMs;
    const exchange = new Exchange(call.maxBytes, this.#demand, call.excess);
    const request = {
      origin,
      path,
      method: call.method,
      headers: withOwn(call.headers, this.#ownHeaders),
      body: call.body ?? null,
    };

    const abort = () => {
      exchange.abort(call.signal?.reason);
    };
    if (call.signal?.aborted === true) abort();
    call.signal?.addEventListener('abort', abort);
    const expireAfter = (milliseconds: number) =>
      setTimeout(() => {
        exchange.expire(milliseconds);
      }, milliseconds);
    let timer: NodeJS.Timeout | undefined;
    const begin = () => {
      // What was waited in our own line is not taken from the time that the other side has.
      clearTimeout(timer);
      timer = expireAfter(timeoutMs);
      return exchange.start(() => this.#agents.for(call.tenantId, call.tls, policy), request);
    };
    const running = this.#gate(call.tenantId, call.target)
      .run({ begin, isWanted: () => !exchange.ended }, call)
      .catch((error: unknown) => {
        exchange.fail(error);
      });
    // Nothing is waited for where there is a slot at once.
    timer ??= expireAfter(this.#limits.waitMs);
    try {
      // Not `running`: a call that waits for a slot must still end in time.
      return toAnswer(await exchange.answered, performance.now() - startedAt);
    } finally {
      clearTimeout(timer);
      call.signal?.removeEventListener('abort', abort);
      // Its slot is free when its caller goes on.
      if (exchange.started) await running;
    }
  }

  /** What cannot be found out is refused. */
  async #policyOf(tenantId: string): Promise<AddressPolicy> {
    if (this.#tenantRanges === undefined) return this.#policy;
    const allowed = await this.#tenantRanges.mayReach(tenantId).catch(() => false);
    return allowed ? this.#policy : this.#publicOnly;
  }

  /** A fetch for openid-client's `customFetch` that makes its calls through `send`. */
  fetchFor(profile: FetchProfile): GuardedFetch {
    return guardedFetch((call) => this.send(call), profile);
  }

  /**
   * Judges where a URL leads without connecting, as a call of the tenant would be judged.
   * @throws OutboundFailure `url_invalid`, `scheme_refused`, `name_not_found`, `name_lookup_failed` or `address_refused`.
   */
  async judge(url: string | URL, tenantId: string): Promise<void> {
    const { hostname } = readRequestedUrl(url, this.#allowHttp);
    const policy = await this.#policyOf(tenantId);
    try {
      await judgedAddresses(hostname, policy, this.#resolve);
    } catch (error) {
      throw translateFailure(error, { requestSent: false });
    }
  }

  /** Circuit and slots of every target called lately, for metrics. */
  states(): TargetState[] {
    return [...this.#gates.values()].map((gate) => gate.state());
  }

  /** Lets the calls under way finish, then closes every connection. Later calls fail with `aborted`. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#agents.close();
  }

  #gate(tenantId: string, target: CallTarget): TargetGate {
    const key = `${tenantId} ${target.kind} ${target.id}`;
    const present = this.#gates.get(key);
    if (present !== undefined) return present;
    const gate = new TargetGate(tenantId, target, this.#limits, this.#onStateChange);
    this.#gates.set(key, gate);
    return gate;
  }
}

/** `own` wins over fields of the same name in any letter case. */
function withOwn(
  headers: Readonly<Record<string, string>>,
  own: Readonly<Record<string, string>>,
): Record<string, string> {
  const merged: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined && !(name.toLowerCase() in own)) merged[name] = value;
  }
  for (const name in own) merged[name] = own[name] ?? '';
  return merged;
}
