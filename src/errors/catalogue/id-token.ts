import { idTokenClaimErrors } from './id-token-claims.js';
import { idTokenSignatureErrors } from './id-token-signature.js';

/** Why an ID token is not believed. */
export const idTokenErrors = { ...idTokenSignatureErrors, ...idTokenClaimErrors } as const;
