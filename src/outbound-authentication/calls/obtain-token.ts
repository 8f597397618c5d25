import { randomUUID } from 'node:crypto';
import { type CryptoKey, SignJWT } from 'jose';
import {
  allowInsecureRequests,
  type ClientAuth,
  Configuration as ClientConfiguration,
  type CryptoKeyPair,
  clientCredentialsGrant,
  customFetch,
  genericGrantRequest,
  getDPoPHandle,
  randomDPoPKeyPair,
  type TokenEndpointResponse,
} from 'openid-client';
import { clientAuthentication } from '../../client-authentication/client-authentication.js';
import type { ClientAuthentication } from '../../client-authentication/client-authentication.schema.js';
import type { UsableCredential } from '../../credentials/credential.js';
import type { ImportedKeys } from '../../credentials/imported-keys.js';
import { maxBytes } from '../../outbound/limits.js';
import type { OutboundAnswer } from '../../outbound/outbound-call.js';
import type { OutboundClient } from '../../outbound/outbound-client.js';
import { type Grant, pathOfGrant, tokenConnection } from '../configurations/configuration.js';
import { slotOf } from '../configurations/secrets-plan.js';
import { requireBound } from './bound-token.js';
import { authenticationFault } from './faults.js';
import { keyOf, type OpenedAuthentication, type PresentedCertificate, tlsOf } from './opened-authentication.js';
import type { AccessToken } from './token-cache.js';
import { requireUnexpired } from './token-expiry.js';
import { tokenFault } from './token-faults.js';
import { neededOf } from './told-token.js';

export interface TokenMeans {
  readonly outbound: OutboundClient;
  readonly imported: ImportedKeys;
  readonly now: Date;
  readonly presented: PresentedCertificate | null;
  /** As of `OutboundProfile`. */
  readonly despitePause: boolean;
}

/**
 * Asks the token endpoint for a token: RFC 6749 §4.4, or RFC 7523 §2.1. Nothing is repeated but what a DPoP nonce asks for.
 * @throws CountersignError of step `external_authentication`
 */
export async function requestToken(
  opened: OpenedAuthentication,
  grant: Grant,
  means: TokenMeans,
): Promise<AccessToken> {
  const settings = tokenConnection(opened.configuration, grant);
  let answer: OutboundAnswer | null = null;
  try {
    const client = await clientOf(opened, grant, means);
    const fetch = means.outbound.fetchFor({
      tenantId: opened.authentication.tenantId,
      target: { kind: 'external-authentication', id: opened.authentication.id },
      maxBytes: maxBytes.token,
      despitePause: means.despitePause,
      tls: tlsOf(opened, settings, means.presented),
      onAnswer: ({ result }) => {
        answer = 'answer' in result ? result.answer : null;
      },
    });
    const own = secretsOf(opened, 'tokenHeaders', grant.headers);
    client[customFetch] = async (url, init) =>
      neededOf(await fetch(url, { ...init, headers: { ...init.headers, ...Object.fromEntries(own) } }));
    const dpopKeys = grant.dpop ? await randomDPoPKeyPair('ES256') : null;
    const response = await ask(client, opened, grant, means, dpopKeys);
    return judged(response, { grant, dpopKeys, presented: means.presented, now: means.now });
  } catch (error) {
    throw tokenFault(error, { grant, settings, answer });
  }
}

async function ask(
  client: ClientConfiguration,
  opened: OpenedAuthentication,
  grant: Grant,
  means: TokenMeans,
  dpopKeys: CryptoKeyPair | null,
): Promise<TokenEndpointResponse> {
  const parameters = new URLSearchParams();
  for (const name of ['scope', 'audience', 'resource'] as const) {
    const value = grant[name];
    if (value !== null) parameters.set(name, value);
  }
  for (const [name, value] of secretsOf(opened, 'formValues', grant.formValues)) parameters.append(name, value);
  const options = dpopKeys === null ? {} : { DPoP: getDPoPHandle(client, dpopKeys) };
  if (grant.grant === 'client_credentials') return clientCredentialsGrant(client, parameters, options);
  parameters.set('assertion', await assertionOf(opened, grant, means));
  return genericGrantRequest(client, 'urn:ietf:params:oauth:grant-type:jwt-bearer', parameters, options);
}

async function clientOf(opened: OpenedAuthentication, grant: Grant, means: TokenMeans): Promise<ClientConfiguration> {
  const server = { issuer: grant.assertionAudience ?? grant.url, token_endpoint: grant.url };
  const clientId = grant.clientId ?? opened.authentication.id;
  const method = methodOf(grant);
  const credentials = credentialsOf(opened, grant, means.presented);
  const made =
    // Where no client id is known, the assertion alone says who we are (RFC 7523 §3.1).
    grant.clientId === null
      ? () => undefined
      : await clientAuthentication({ clientId, method, credentials, server }, means);
  // The library waits for what authenticates, though its type does not say so.
  const authenticate = ((...request) => made(...request)) as ClientAuth;
  const client = new ClientConfiguration(server, clientId, undefined, authenticate);
  // Whether http may be called is the guard's to judge.
  // oxlint-disable-next-line typescript/no-deprecated -- marked so to make it stand out; the guard refuses http
  allowInsecureRequests(client);
  return client;
}

function methodOf({
  clientAuthenticationMethod: method,
  basicEncoding,
  signingAlgorithm,
}: Grant): ClientAuthentication {
  switch (method) {
    case 'client_secret_basic':
      return { method, basicEncoding };
    case 'private_key_jwt':
      return { method, signingAlgorithm, assertionAudience: 'issuer' };
    default:
      return { method };
  }
}

function credentialsOf(
  opened: OpenedAuthentication,
  grant: Grant,
  presented: PresentedCertificate | null,
): readonly UsableCredential[] {
  const { authentication, secrets } = opened;
  const common = { version: authentication.credentialVersion, expiresAt: null };
  const secret = secrets.get('clientSecret');
  return [
    ...(secret === undefined
      ? []
      : [{ ...common, id: authentication.id, kind: 'client_secret' as const, value: secret }]),
    ...keyCredential(opened, grant),
    ...(presented === null
      ? []
      : [
          {
            ...common,
            id: presented.versionId,
            kind: 'client_certificate' as const,
            value: presented.chain,
            privateKey: presented.privateKey,
          },
        ]),
  ];
}

function keyCredential(opened: OpenedAuthentication, { keyId }: Grant): UsableCredential[] {
  const value = opened.secrets.get('privateKey');
  if (value === undefined) return [];
  const derived = opened.publicJwk?.['kid'];
  const kid = keyId ?? (typeof derived === 'string' ? derived : null);
  const { credentialVersion: version } = opened.authentication;
  return [
    {
      id: keyOf(opened),
      version,
      kind: 'private_key',
      value,
      ...(kid === null ? {} : { keyId: kid }),
      expiresAt: null,
    },
  ];
}

/** The authorization grant itself (RFC 7523 §2.1 and §3). */
async function assertionOf(
  opened: OpenedAuthentication,
  grant: Extract<Grant, { grant: 'jwt_bearer' }>,
  { imported, now }: TokenMeans,
): Promise<string> {
  const [credential] = keyCredential(opened, grant);
  const path = `${pathOfGrant(grant)}.privateKey`;
  if (credential === undefined)
    throw authenticationFault('credential_unusable', path, 'there is no key for the assertion');
  const key: CryptoKey = await imported.signingKey(credential, grant.signingAlgorithm);
  const issuedAt = Math.floor(now.getTime() / 1000);
  return new SignJWT({ ...grant.claims, jti: randomUUID() })
    .setProtectedHeader({
      alg: grant.signingAlgorithm,
      ...(credential.keyId === undefined ? {} : { kid: credential.keyId }),
    })
    .setIssuer(grant.issuer)
    .setSubject(grant.subject)
    .setAudience(grant.assertionAudience ?? grant.url)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + grant.lifetimeSeconds)
    .sign(key);
}

/** In characters: with more, servers refuse the header that it stands in. */
const LONGEST_TOKEN = 16_384;

/** Why a token cannot stand in the header of a call, which it must not reach then (RFC 6750 §2.1); null when it can. */
function faultOfToken(token: string): string | null {
  if (!/^[\x21-\x7e]*$/.test(token)) return 'the access token holds characters that no header may have';
  return token.length > LONGEST_TOKEN ? `the access token is longer than ${LONGEST_TOKEN} characters` : null;
}

function judged(
  response: TokenEndpointResponse,
  {
    grant,
    dpopKeys,
    presented,
    now,
  }: { grant: Grant; dpopKeys: CryptoKeyPair | null; presented: PresentedCertificate | null; now: Date },
): AccessToken {
  const path = pathOfGrant(grant);
  const { access_token: value, token_type: type, expires_in: expiresIn } = response;
  const fault = faultOfToken(value);
  if (fault !== null) throw authenticationFault('token_response_invalid', `${path}.url`, fault);
  const bound = type.toLowerCase() === 'dpop';
  if (dpopKeys !== null && !bound)
    throw authenticationFault(
      'token_not_dpop_bound',
      `${path}.dpop`,
      `expected token type DPoP, saw ${type.slice(0, 20)}`,
    );
  // Without the key that it is bound to it is refused wherever it is used (RFC 9449 §7.2).
  if (dpopKeys === null && bound)
    throw authenticationFault('token_response_invalid', `${path}.dpop`, 'expected token type Bearer, saw DPoP');
  requireUnexpired(value, now, path);
  if (grant.certificateBoundTokens) requireBound(value, presented, path);
  return {
    value,
    scheme: bound ? 'DPoP' : 'Bearer',
    dpopKeys: bound ? dpopKeys : null,
    expiresIn: typeof expiresIn === 'number' && expiresIn > 0 ? expiresIn : null,
  };
}

/** Names with their opened values. */
export function secretsOf(
  { secrets }: OpenedAuthentication,
  kind: 'headers' | 'tokenHeaders' | 'formValues',
  names: readonly string[],
): readonly (readonly [string, string])[] {
  return names.map((name) => [name, secrets.get(slotOf(kind, name)) ?? ''] as const);
}
