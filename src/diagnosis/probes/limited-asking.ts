import type { TokenAllowance } from './token-allowance.js';

/** One answer to a request that proves who we are, as far as the allowance is concerned. */
export interface LimitedAnswer<Answer> {
  readonly answer: Answer;
  /** HTTP status; null when nothing was answered. */
  readonly status: number | null;
  readonly refused: boolean;
  /** Whether it may be used again in place of asking. */
  readonly lasting: boolean;
}

/** What was sent, and what was not because the allowance was used up. */
export interface AskingAccount {
  /** In words. */
  readonly notAsked: readonly string[];
  readonly sent: number;
  readonly refused: number;
}

interface Question<Answer> {
  /** In words, for the account. */
  readonly what: string;
  /** Stands for the request: two with the same key would be answered alike. */
  readonly key: string;
  /** Asked each time, and recalled only when that cannot be. */
  readonly first?: boolean;
  readonly send: () => Promise<LimitedAnswer<Answer>>;
}

/** Requests with our credentials, within the allowance of one token endpoint: token requests and pushed authorization requests alike. */
export class LimitedAsking<Answer extends object> {
  readonly #notAsked: string[] = [];
  readonly #endpoint: string;
  #sent = 0;
  #refused = 0;

  /** @param endpoint the token endpoint; however it is written, and whatever its query, it is one */
  constructor(
    private readonly allowance: TokenAllowance,
    endpoint: string,
  ) {
    const { origin, pathname } = new URL(endpoint);
    this.#endpoint = `${origin}${pathname}`;
  }

  account(): AskingAccount {
    return { notAsked: this.#notAsked, sent: this.#sent, refused: this.#refused };
  }

  /** Null when it may not be asked now, and no answer is remembered. */
  async ask({ what, key, first = false, send }: Question<Answer>): Promise<Answer | null> {
    const { allowance } = this;
    const endpoint = this.#endpoint;
    const before = first ? null : await this.#recall(key);
    if (before !== null) return before;
    const taken = await allowance.take(endpoint);
    if (taken === null) {
      const recalled = first ? await this.#recall(key) : null;
      if (recalled === null) this.#notAsked.push(what);
      return recalled;
    }
    const { answer, status, refused, lasting } = await send();
    const isRefusal = status !== null && refused;
    if (status !== null) this.#sent += 1;
    if (isRefusal) this.#refused += 1;
    else await allowance.giveBack(endpoint, taken);
    if (status === 429) {
      await allowance.exhaust(endpoint);
      if (first) return answer;
      this.#notAsked.push(what);
      return null;
    }
    if (lasting) await allowance.remember(key, answer);
    return answer;
  }

  async #recall(key: string): Promise<Answer | null> {
    return (await this.allowance.recall(key)) as Answer | null;
  }
}
