import type { components } from './schema.js';

export type Problem = components['schemas']['Problem'];

/** An answer that is no success (RFC 9457), or none at all. */
export class ApiFailure extends Error {
  constructor(
    /** HTTP status; 0 when nothing answered. */
    readonly status: number,
    /** Null when something else than the API answered, or nothing. */
    readonly problem: Problem | null,
  ) {
    super(problem?.detail ?? problem?.title ?? `HTTP ${status}`);
  }

  /** The fault that the API found at a place of the body, by its path (`$.idToken.nonce`). */
  faultAt(path: string): string | null {
    return this.problem?.errors?.find((fault) => fault.path === path)?.message ?? null;
  }
}

/** A save was refused because somebody else was quicker: told above the form, where one can choose, and not once more by the form. */
export class Outdated extends Error {}
