/**
 * Refused requests with our credentials that diagnoses may cause at one token endpoint within `allowancePeriodMs`. Pushed
 * authorization requests count for the token endpoint beside which they are made: a provider counts both for one client.
 */
export const refusalsAllowed = 3;

export const allowancePeriodMs = 60_000;

/** How long an answer is used again in place of asking: long enough for a diagnosis to go on with what it had not asked. */
export const rememberedMs = 10 * 60_000;

/**
 * How much diagnoses may ask of token endpoints. Providers count refused token requests by address and answer 429 to everybody
 * when there are too many, which would cost signers their logins.
 */
export interface TokenAllowance {
  /** Takes one of the requests that may be refused; null when none is left for now. */
  take(endpoint: string): Promise<TakenRequest | null>;
  /** Puts it back: the request was not refused. */
  giveBack(endpoint: string, taken: TakenRequest): Promise<void>;
  /** The endpoint has answered 429: nothing may be asked of it for a whole period. */
  exhaust(endpoint: string): Promise<void>;
  /** What was remembered under this key, as JSON keeps it. */
  recall(request: string): Promise<object | null>;
  remember(request: string, answer: object): Promise<void>;
}

export interface TakenRequest {
  readonly slot: number;
  readonly takenAt: Date;
}

/** The allowance of one process, for the command line, which has no database. */
export class OwnTokenAllowance implements TokenAllowance {
  readonly #taken = new Map<string, (Date | null)[]>();
  readonly #answers = new Map<string, { readonly answer: object; readonly askedAt: Date }>();

  constructor(
    private readonly now: () => Date,
    private readonly allowed = refusalsAllowed,
  ) {}

  take(endpoint: string): Promise<TakenRequest | null> {
    const takenAt = this.now();
    const slots = this.#slotsOf(endpoint);
    const slot = slots.findIndex((at) => at === null || at.getTime() + allowancePeriodMs <= takenAt.getTime());
    if (slot < 0) return Promise.resolve(null);
    slots[slot] = takenAt;
    return Promise.resolve({ slot, takenAt });
  }

  giveBack(endpoint: string, { slot }: TakenRequest): Promise<void> {
    this.#slotsOf(endpoint)[slot] = null;
    return Promise.resolve();
  }

  exhaust(endpoint: string): Promise<void> {
    this.#slotsOf(endpoint).fill(this.now());
    return Promise.resolve();
  }

  recall(request: string): Promise<object | null> {
    const found = this.#answers.get(request);
    const isFresh = found !== undefined && found.askedAt.getTime() + rememberedMs > this.now().getTime();
    return Promise.resolve(isFresh ? found.answer : null);
  }

  remember(request: string, answer: object): Promise<void> {
    this.#answers.set(request, { answer, askedAt: this.now() });
    return Promise.resolve();
  }

  #slotsOf(endpoint: string): (Date | null)[] {
    const slots = this.#taken.get(endpoint) ?? Array.from({ length: this.allowed }, () => null);
    this.#taken.set(endpoint, slots);
    return slots;
  }
}
