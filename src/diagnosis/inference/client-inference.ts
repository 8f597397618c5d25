import { saysClientUnknown } from '../observed/client-refusal.js';
import type { Endpoint, EndpointName } from '../observed/endpoint.js';
import type { Observed } from '../observed.js';
import { type AuthorizationInference, inferFromAuthorization } from './authorization-inference.js';
import { knowsClient } from './last-failure.js';
import { inferFromToken, type TokenInference } from './token-inference.js';

/** What is the matter between the provider and our client, seen from both endpoints together. */
export interface ClientInference {
  readonly authorization: AuthorizationInference | null;
  readonly token: TokenInference | null;
  /** The one thing that explains what both endpoints say. */
  readonly blamed:
    | 'authorization-endpoint'
    | 'push-endpoint'
    | 'token-endpoint'
    | 'client-id'
    | 'redirect-uri'
    | 'credential'
    | 'request'
    | null;
  /** The credential is blamed, and the client id may be what is wrong as well: the provider answers both alike. */
  readonly clientIdPossible: boolean;
  /** The token endpoint accepts the client once one setting is changed. */
  readonly isVariantAccepted: boolean;
}

/** Answers that another provider's endpoint would give as well. */
const unconfirmed: readonly (string | undefined)[] = [
  'client-unknown',
  'redirect-uri-unknown',
  'refuses-alike',
  'silent',
  'failing',
  'client-refused',
  'redirect-uri-refused',
];

/** Finds the one cause of what the authorization endpoint and the token endpoint say. Pure. */
export function inferClient(observed: Observed): ClientInference {
  const authorization = observed.authorization === null ? null : inferFromAuthorization(observed.authorization);
  const token = observed.token === null ? null : inferFromToken(observed.token);
  const blamed = blame(observed, authorization, token);
  const isKnown =
    authorization?.means === 'accepted' || authorization?.means === 'request-refused' || knowsClient(observed.subject);
  const indistinct = token?.means === 'client-refused' && token.indistinct && token.variant === null;
  return {
    authorization,
    token,
    blamed,
    clientIdPossible: blamed === 'credential' && indistinct && !isKnown,
    isVariantAccepted: token?.means === 'client-refused' && token.variant !== null,
  };
}

function blame(
  observed: Observed,
  authorization: AuthorizationInference | null,
  token: TokenInference | null,
): ClientInference['blamed'] {
  const refusesClient = token?.means === 'client-refused';
  // An address of another server of the same kind refuses us just as well: the address is what is wrong then.
  if (authorization?.means === 'other-endpoint') return 'authorization-endpoint';
  if (authorization?.means === 'push-to-other-endpoint') return 'push-endpoint';
  if (isElsewhere(observed, 'authorization') && unconfirmed.includes(authorization?.means))
    return 'authorization-endpoint';
  if (token?.means === 'other-endpoint') return 'token-endpoint';
  if (isElsewhere(observed, 'token') && token?.means !== 'silent' && unconfirmed.includes(token?.means))
    return 'token-endpoint';
  if (isElsewhere(observed, 'token') && token?.means === 'request-refused' && token.variant === null)
    return 'token-endpoint';
  if (authorization?.means === 'client-unknown') return 'client-id';
  if (refusesClient && saysClientUnknown(observed.token?.asked.detail ?? '')) return 'client-id';
  if (refusesClient && explainedByClientId(observed, authorization, token)) return 'client-id';
  if (refusesClient || authorization?.means === 'push-refuses-client') return 'credential';
  if (authorization?.means === 'redirect-uri-unknown' || token?.means === 'redirect-uri-refused') return 'redirect-uri';
  if (authorization?.means === 'refuses-alike')
    return token?.means === 'client-accepted' ? 'redirect-uri' : 'client-id';
  return authorization?.means === 'request-refused' || token?.means === 'request-refused' ? 'request' : null;
}

/** Both endpoints refuse, each for its own reason: only the client id is known to both. */
function explainedByClientId(
  observed: Observed,
  authorization: AuthorizationInference | null,
  token: Extract<TokenInference, { means: 'client-refused' }>,
): boolean {
  if (token.variant !== null || knowsClient(observed.subject)) return false;
  const { subject, token: seen } = observed;
  if (authorization?.means === 'redirect-uri-unknown' || authorization?.means === 'refuses-alike') return true;
  if (authorization?.means === 'accepted') return seen?.asked.code === 'token_request.unauthorized_client';
  const { clientId } = subject.provider.configuration;
  return (
    token.foreignClientAlike || clientId !== clientId.trim() || seen?.asked.code === 'token_request.unauthorized_client'
  );
}

/** The address was entered, and the discovery document names another. */
export function isElsewhere(observed: Observed, name: EndpointName): boolean {
  const endpoint = endpointNamed(observed, name);
  return endpoint?.configured === true && endpoint.discovered !== null && endpoint.discovered !== endpoint.uri;
}

export function endpointNamed({ endpoints }: Observed, name: EndpointName): Endpoint | undefined {
  return endpoints.find((endpoint) => endpoint.name === name);
}
