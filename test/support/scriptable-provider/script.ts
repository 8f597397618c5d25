import type { Answer } from '../http/answer.js';
import type { RecordedCall } from '../http/call-log.js';
import type { JwtParts } from './jwt.js';

export type ScriptableEndpoint =
  | 'discovery'
  | 'jwks'
  | 'authorization'
  | 'par'
  | 'token'
  | 'userinfo'
  | 'logout'
  | `resource:${string}`
  | 'other';

export type ScriptableCall = RecordedCall<ScriptableEndpoint>;

/** One step, or one per call in order, of which the last repeats. */
export type Steps<Step> = Step | readonly Step[];

/**
 * What an endpoint does at one call: what a well-behaved provider does, another answer altogether, or that provider's
 * answer edited (see `withMembers`).
 */
export type AnswerStep = 'happy' | Answer | AnswerEdit;

/** Makes another answer of the one that a well-behaved provider would give. */
export type AnswerEdit = (happy: Answer, call: ScriptableCall) => Answer | Promise<Answer>;

/** The way back to the relying party. */
export interface AuthorizationResponse {
  readonly mode: 'query' | 'fragment' | 'form_post';
  readonly redirectUri: string;
  /** In order; a name may be there twice. */
  readonly parameters: readonly (readonly [string, string])[];
}

/** Parameters to set; an array sends the parameter several times, `undefined` leaves it out. */
export type ParameterChanges = Readonly<Record<string, string | readonly string[] | undefined>>;

export type AuthorizationStep =
  | 'happy'
  | ParameterChanges
  | ((
      happy: AuthorizationResponse,
      call: ScriptableCall,
    ) => AuthorizationStepResult | Promise<AuthorizationStepResult>);

export type AuthorizationStepResult = AuthorizationResponse | Answer;

/** What a well-behaved provider would sign. */
export interface IdTokenParts extends JwtParts {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
}

/** Changes to the ID token; header and claims are changed member by member, `undefined` leaves one out. */
export interface IdTokenChanges extends Partial<JwtParts> {
  /** Sent as `id_token` as it is; nothing is signed. */
  readonly raw?: string;
}

export type IdTokenStep =
  | 'happy'
  | IdTokenChanges
  | ((happy: IdTokenParts, call: ScriptableCall) => IdTokenChanges | Promise<IdTokenChanges>);

/** How a scriptable provider behaves; whatever is absent is done well. */
export interface Script {
  readonly discovery?: Steps<AnswerStep>;
  readonly jwks?: Steps<AnswerStep>;
  readonly authorization?: Steps<AuthorizationStep>;
  readonly par?: Steps<AnswerStep>;
  readonly token?: Steps<AnswerStep>;
  readonly idToken?: Steps<IdTokenStep>;
  readonly userinfo?: Steps<AnswerStep>;
  readonly logout?: Steps<AnswerStep>;
  /** By name of the resource. */
  readonly resources?: Readonly<Record<string, Steps<AnswerStep>>>;
  /** Turns the signed ID token into what is sent, for example an encrypted one. */
  readonly wrapIdToken?: (signed: string) => string | Promise<string>;
}

/** Hands out the steps of one script in order. */
export class ScriptReader {
  readonly #taken = new Map<string, number>();

  constructor(readonly script: Script) {}

  /** The step for the next call to `name`. */
  next<Step>(name: string, steps: Steps<Step> | undefined): Step | 'happy' {
    if (steps === undefined) return 'happy';
    if (!isSequence(steps)) return steps;
    const index = this.#taken.get(name) ?? 0;
    this.#taken.set(name, index + 1);
    return steps[index] ?? steps.at(-1) ?? 'happy';
  }
}

function isSequence<Step>(steps: Steps<Step>): steps is readonly Step[] {
  return Array.isArray(steps);
}
