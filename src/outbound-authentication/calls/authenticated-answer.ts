import type { CountersignError } from '../../errors/countersign-error.js';
import type { OutboundAnswer } from '../../outbound/outbound-call.js';
import type { Grant } from '../configurations/configuration.js';

/** What authenticated a call, for records. Holds no secret. */
interface AuthenticatedBy {
  readonly externalAuthenticationId: string;
  readonly revision: number;
  /** `x5t#S256` of the certificate that was presented. */
  readonly certificateThumbprint: string | null;
  readonly token: Grant['grant'] | null;
}

export interface AuthenticatedAnswer {
  readonly answer: OutboundAnswer;
  /** null: no external authentication is for this URL. */
  readonly authenticatedBy: AuthenticatedBy | null;
  /** Where the endpoint answered 401 or 403: what that says about the external authentication. */
  readonly refusal: CountersignError | null;
  /** What was sent and MUST NOT be shown wherever the answer repeats it. */
  readonly secrets: readonly string[];
}
