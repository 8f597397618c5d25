import type { ErrorCode } from '../../errors/catalogue.js';
import { CountersignError } from '../../errors/countersign-error.js';
import { requestKeySet } from '../../federation/jwks/jwks-request.js';
import type { KeySet } from '../../federation/jwks/key-set.js';
import { outboundProfile } from '../../federation/outbound-profile.js';
import { TripLog } from '../../federation/trip-log.js';
import { type OutboundFailure, outboundFailureIn } from '../../outbound/outbound-failure.js';
import type { Endpoint } from '../observed/endpoint.js';
import type { Probing } from './probing.js';

export interface KeySetSeen {
  readonly endpoint: Endpoint;
  readonly failure: OutboundFailure | null;
  readonly refusal: { readonly code: ErrorCode; readonly detail: string; readonly status: number | null } | null;
  readonly set: KeySet | null;
  /** RFC 7638 thumbprints of its keys. */
  readonly thumbprints: readonly string[];
  /** Those of the key set that the discovery document names, when it is another one. */
  readonly discoveredThumbprints: readonly string[] | null;
  readonly durationMs: number;
}

/** Whether any of its keys is in the key set that the discovery document names; true when there is nothing to compare with. */
export function sharesKeys({ thumbprints, discoveredThumbprints }: KeySetSeen): boolean {
  return discoveredThumbprints === null || thumbprints.some((one) => discoveredThumbprints.includes(one));
}

/** Fetches the key set, and the one that the discovery document names where an admin has entered another. */
export async function probeKeySet(probing: Probing, endpoint: Endpoint): Promise<KeySetSeen> {
  const { discovered, uri } = endpoint;
  const startedAt = performance.now();
  const [own, other] = await Promise.all([
    fetchSet(probing, uri),
    discovered === null || discovered === uri ? null : fetchSet(probing, discovered),
  ]);
  return {
    endpoint,
    ...own,
    thumbprints: await thumbprintsOf(own.set),
    discoveredThumbprints: other?.set ? await thumbprintsOf(other.set) : null,
    durationMs: performance.now() - startedAt,
  };
}

type Fetched = Pick<KeySetSeen, 'failure' | 'refusal' | 'set'>;

async function fetchSet({ outbound, provider, now, signal }: Probing, uri: string): Promise<Fetched> {
  const log = new TripLog(now);
  try {
    const profile = outboundProfile(provider, 'jwks', signal);
    const set = await requestKeySet(outbound, profile, uri, now().getTime(), log);
    return { set, failure: null, refusal: null };
  } catch (error) {
    if (!(error instanceof CountersignError)) throw error;
    const failure = outboundFailureIn(error);
    if (failure !== null) return { set: null, failure, refusal: null };
    const status = log.steps.at(-1)?.response?.status ?? null;
    return { set: null, failure, refusal: { code: error.code, detail: error.detail ?? '', status } };
  }
}

async function thumbprintsOf(set: KeySet | null): Promise<readonly string[]> {
  const thumbprints = (set?.keys ?? []).map((key) => key.thumbprint().catch(() => null));
  return (await Promise.all(thumbprints)).filter((thumbprint) => thumbprint !== null);
}
