import { type ClientInference, inferClient } from './inference/client-inference.js';
import type { Observed } from './observed.js';

/** What was seen, with what follows from it for several checks. */
export interface Evidence extends Observed {
  readonly client: ClientInference;
}

export function evidenceOf(observed: Observed): Evidence {
  return { ...observed, client: inferClient(observed) };
}
