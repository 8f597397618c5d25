import { buildEndSessionUrl } from 'openid-client';
import type { SourcedClaims } from '../claims/sourced-claims.js';
import {
  type AuthorizationResponse,
  judgeAuthorizationResponse,
} from './authorization-response/judge-authorization-response.js';
import { expectsResponseJwt, readResponseJwt } from './authorization-response/read-response-jwt.js';
import { responseClaims } from './authorization-response/response-claims.js';
import { requireKeys, type VerifiedIdToken, verifyIdToken } from './id-token/verify-id-token.js';
import { alwaysNamesItself } from './issuer.js';
import { requireAssurance } from './policy/assurance.js';
import { readSubject } from './policy/subject.js';
import { fetchResource } from './resource/fetch-resource.js';
import type { TokenAnswer } from './token-request/token-answer.js';
import { requestTokens } from './token-request/token-request.js';
import type { CompletedTrip, IdTokenEvidence, ResourceEvidence } from './trip.js';
import type { TripContext } from './trip-context.js';
import { withParameters } from './with-parameters.js';

/** What has been received and is evidence, whether the trip succeeds or fails. */
export class TripEvidence {
  idToken: IdTokenEvidence | null = null;
  readonly resources: ResourceEvidence[] = [];
}

/**
 * The way back, step by step, each before the next:
 * authorization response → keys → token request → ID token → resources → policy. Whatever can be had without the code is had before
 * it is sent.
 * @throws CountersignError of the step that refused
 */
export async function completeTrip(
  trip: TripContext,
  received: URLSearchParams,
  evidence: TripEvidence,
  namedIssuer: () => Promise<void>,
): Promise<CompletedTrip> {
  const { configuration } = trip.provider;
  const response = await receiveAuthorizationResponse(trip, received);
  // A signed response always names its issuer; that says nothing of what the provider does in plain ones.
  const tellsOfParameter = response.namedIssuer && !expectsResponseJwt(trip);
  if (tellsOfParameter && !trip.provider.issuerParameterSeen) await namedIssuer();
  if (configuration.kind === 'oidc') await requireKeys(trip, configuration);
  const tokens = await requestTokens(trip, response.code);
  const idToken = await receiveIdToken(trip, tokens, evidence);
  const sources: SourcedClaims[] = [
    ...(idToken === null ? [] : [{ source: 'id_token' as const, claims: idToken.claims }]),
    ...(Object.keys(tokens.otherMembers).length === 0
      ? []
      : [{ source: 'token_response' as const, claims: tokens.otherMembers }]),
    ...(configuration.authorizationResponse.mappings.length === 0
      ? []
      : [{ source: 'authorization_response' as const, claims: responseClaims(response.parameters) }]),
    ...(await fetchResources(trip, tokens, idToken, evidence)),
  ];
  const { assurance, sub } = await trip.log.step({ step: 'policy' }, () => ({
    assurance: requireAssurance(idToken?.claims ?? null, configuration, trip.now()),
    sub: readSubject(sources, configuration),
  }));
  return {
    sources,
    subject: { issuer: idToken?.issuer ?? trip.metadata.server.issuer, sub },
    ...assurance,
    idToken: evidence.idToken,
    resources: evidence.resources,
    relaxations: [...turnedOff(trip), ...relaxedBy(tokens, idToken, evidence)],
    tokenType: tokens.tokenType ?? 'none',
    steps: trip.log.steps,
    logoutUrl: logoutUrl(trip, evidence.idToken?.raw ?? null),
  };
}

function receiveAuthorizationResponse(
  trip: TripContext,
  received: URLSearchParams,
): Promise<AuthorizationResponse & { readonly parameters: URLSearchParams }> {
  const { metadata, provider, secrets } = trip;
  return trip.log.step({ step: 'authorization_response' }, async () => {
    const parameters = expectsResponseJwt(trip) ? await readResponseJwt(trip, received) : received;
    const judged = judgeAuthorizationResponse(parameters, {
      state: secrets.state,
      issuer: metadata.issuer,
      issuerParameterRequired:
        metadata.server.authorization_response_iss_parameter_supported ||
        (provider.issuerParameterSeen && alwaysNamesItself(metadata.issuer)),
    });
    return { ...judged, parameters };
  });
}

async function receiveIdToken(
  trip: TripContext,
  { idToken, accessToken }: TokenAnswer,
  evidence: TripEvidence,
): Promise<VerifiedIdToken | null> {
  const { configuration } = trip.provider;
  if (configuration.kind !== 'oidc' || idToken === null) return null;
  return await verifyIdToken(trip, configuration, { idToken, accessToken }, (signed) => {
    evidence.idToken = signed;
  });
}

/** One after the other: a refused one is the last call that is made. */
async function fetchResources(
  trip: TripContext,
  tokens: TokenAnswer,
  idToken: VerifiedIdToken | null,
  evidence: TripEvidence,
): Promise<SourcedClaims[]> {
  const sources: SourcedClaims[] = [];
  for (const resource of trip.provider.configuration.resources) {
    const fetched = await fetchResource({ trip, resource, tokens, sub: idToken?.sub ?? null }, (one) => {
      evidence.resources.push(one);
    });
    if (fetched !== null) sources.push({ source: `resource:${resource.name}`, claims: fetched.claims });
  }
  return sources;
}

/** What would have been refused but for a name that the admin has entered, each once. */
function relaxedBy(
  tokens: TokenAnswer,
  idToken: VerifiedIdToken | null,
  { resources }: TripEvidence,
): readonly string[] {
  const ofResources = resources.flatMap(({ relaxations }) => relaxations);
  return [...new Set([...tokens.relaxations, ...(idToken?.relaxations ?? []), ...ofResources])];
}

/** Protections that the admin has turned off, so that nothing can be said about what they would have refused. */
function turnedOff({ provider: { configuration } }: TripContext): readonly string[] {
  const nonce = configuration.idToken?.useNonce === false ? ['nonce'] : [];
  return configuration.usePkce ? nonce : [...nonce, 'pkce'];
}

/**
 * Where the browser can end the session at the provider (OpenID Connect RP-Initiated Logout 1.0 §2). Whoever sends it there
 * adds `post_logout_redirect_uri`. Null unless the admin opts in and there is such an endpoint.
 */
function logoutUrl({ provider, metadata, client }: TripContext, idToken: string | null): string | null {
  const { clientId, useLogout } = provider.configuration;
  const endpoint = metadata.server.end_session_endpoint;
  if (!useLogout || endpoint === undefined) return null;
  const hint = idToken === null ? {} : { id_token_hint: idToken };
  const { searchParams } = buildEndSessionUrl(client.configuration, { client_id: clientId, ...hint });
  return withParameters(endpoint, searchParams);
}
