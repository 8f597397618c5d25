import { ApiFailure } from '../../api/problem.js';

/** Something wrong at a place of a document. */
export interface Fault {
  /** E.g. `$.idToken.mappings[0].path`. */
  readonly path: string;
  readonly message: string;
}

/** What the API found wrong with a body that it refused. */
export function faultsOf(error: unknown): readonly Fault[] {
  return error instanceof ApiFailure ? (error.problem?.errors ?? []) : [];
}

/** The first fault at a place or inside of it. */
export const faultAt = (faults: readonly Fault[], path: string): Fault | undefined =>
  faults.find((fault) => fault.path === path || fault.path.startsWith(`${path}[`) || fault.path.startsWith(`${path}.`));
