import type { Answer } from '../http/answer.js';
import { SeededRandom } from './seeded-random.js';

export interface BenignVariationOptions {
  /** The same seed gives the same variations in the same order of calls. */
  readonly seed: number;
  /** Longest wait before an answer. Default 0. */
  readonly latencyMilliseconds?: number;
}

const CONTENT_TYPES = ['application/json', 'application/json; charset=utf-8', 'application/json;charset=UTF-8'];

/**
 * Differences that no standard forbids and no relying party may mind: order of JSON members, letter case of the token
 * type, members nobody knows, white space, spelling of the content type, latency.
 */
export class BenignVariation {
  readonly #random: SeededRandom;
  readonly #latency: number;

  constructor({ seed, latencyMilliseconds = 0 }: BenignVariationOptions) {
    this.#random = new SeededRandom(seed);
    this.#latency = latencyMilliseconds;
  }

  vary(answer: Answer): Answer {
    const delayMilliseconds = (answer.delayMilliseconds ?? 0) + this.#random.below(this.#latency + 1);
    if (!isPlainObject(answer.json) || answer.body !== undefined) return { ...answer, delayMilliseconds };
    const contentType = CONTENT_TYPES[this.#random.below(CONTENT_TYPES.length)] ?? 'application/json';
    return {
      ...answer,
      delayMilliseconds,
      headers: { 'content-type': contentType, ...answer.headers },
      json: this.#varyMembers(answer.json),
    };
  }

  /** The parameters of an authorization response in another order, with one that nobody knows. */
  varyParameters(parameters: readonly (readonly [string, string])[]): readonly (readonly [string, string])[] {
    return this.#random.shuffled([...parameters, ['session_state', `s${this.#random.below(1000)}`] as const]);
  }

  #varyMembers(members: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const varied = { ...members, [`x_unknown_${this.#random.below(1000)}`]: { nested: [1, 'two', null] } };
    if (typeof varied.token_type === 'string') varied.token_type = this.#random.letterCase(varied.token_type);
    return Object.fromEntries(this.#random.shuffled(Object.entries(varied)));
  }
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
