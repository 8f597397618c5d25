import type { ReceivedRequest } from './received-request.js';

/** A request together with the name of the endpoint that it reached. */
export interface RecordedCall<Endpoint extends string = string> extends ReceivedRequest {
  readonly endpoint: Endpoint;
}

/** How often each endpoint was called; an endpoint that was never called is absent. */
type CallCounts<Endpoint extends string> = Readonly<Partial<Record<Endpoint, number>>>;

/** Remembers what reached a test provider, so that a test can say "and no further call was made". */
export class CallLog<Endpoint extends string> {
  readonly #calls: RecordedCall<Endpoint>[] = [];
  readonly #counts = new Map<Endpoint, number>();
  readonly #capacity: number;

  /** @param capacity calls kept in full, oldest dropped first; counts are always complete. Default 10,000. */
  constructor(capacity = 10_000) {
    this.#capacity = capacity;
  }

  record(endpoint: Endpoint, request: ReceivedRequest): RecordedCall<Endpoint> {
    const call = { ...request, endpoint };
    this.#counts.set(endpoint, this.count(endpoint) + 1);
    if (this.#capacity > 0) {
      if (this.#calls.length >= this.#capacity) this.#calls.shift();
      this.#calls.push(call);
    }
    return call;
  }

  /** In order of arrival; of one endpoint if it is named. */
  all(endpoint?: Endpoint): readonly RecordedCall<Endpoint>[] {
    return this.#calls.filter((call) => endpoint === undefined || call.endpoint === endpoint);
  }

  last(endpoint: Endpoint): RecordedCall<Endpoint> {
    const call = this.all(endpoint).at(-1);
    if (!call) throw new Error(`No call to "${endpoint}" was recorded; recorded: ${JSON.stringify(this.counts())}`);
    return call;
  }

  count(endpoint: Endpoint): number {
    return this.#counts.get(endpoint) ?? 0;
  }

  counts(): CallCounts<Endpoint> {
    return Object.fromEntries(this.#counts) as CallCounts<Endpoint>;
  }

  /** Forgets everything, for example after a first login that warmed the caches. */
  clear(): void {
    this.#calls.length = 0;
    this.#counts.clear();
  }
}
