import { decodeJwt, type JWTPayload } from 'jose';
import { oauthError } from '../http/answers.js';
import type { AuthorizationResponse, Person, ScriptableCall, ScriptableProvider } from '../scriptable-provider.js';
import { type KeyedPersona, RegisteredClientKeys } from './client-keys.js';
import { ENTITY_CONFIGURATION_PATH, entityConfiguration } from './entity-configuration.js';
import { startOpenIdPersona } from './openid-persona.js';

const LEVELS = [1, 2, 3].map((level) => `https://www.spid.gov.it/SpidL${level}`);
const FISCAL_NUMBER = 'https://attributes.eid.gov.it/fiscal_number';
/** The shortest `state` and `nonce` that the profile allows. */
const SHORTEST = 32;
const MINUTES_3 = 180;

interface Scheme {
  readonly name: string;
  readonly issuerHost: string;
  readonly scopes: readonly string[];
  /** Whether the response names its issuer (RFC 9207). */
  readonly namesIssuer: boolean;
}

/** An identity provider of SPID: `openid` alone as scope, attributes only if the `claims` parameter asks for them. */
export const startSpid = (): Promise<KeyedPersona> =>
  startItalianIdentity({ name: 'spid', issuerHost: 'op.spid.example', scopes: ['openid'], namesIssuer: false });

/** The provider of the identity card: scopes `profile` and `email` as well, and `iss` in the response. */
export const startCieId = (): Promise<KeyedPersona> =>
  startItalianIdentity({
    name: 'cie-id',
    issuerHost: 'op.cie.example',
    scopes: ['openid', 'profile', 'email'],
    namesIssuer: true,
  });

/**
 * The Italian profile: no discovery document and no JWK set (both are in a signed entity configuration), a signed request
 * object or nothing, the PKCE challenge in it and beside it, private_key_jwt for the token endpoint, an ID token without
 * attributes, UserInfo signed and then encrypted to the client and labelled application/jose.
 */
async function startItalianIdentity(scheme: Scheme): Promise<KeyedPersona> {
  const clientKeys = new RegisteredClientKeys();
  const encrypt = (signed: string): Promise<string> => clientKeys.encrypt(signed, 'A256CBC-HS512');
  const persona = await startOpenIdPersona(
    {
      name: scheme.name,
      clientId: 'https://sign.example',
      realOrigins: [`https://${scheme.issuerHost}`],
      clientAuthentication: { method: 'private_key_jwt', assertionAudience: 'token_endpoint' },
      paths: { authorization: '/authorization', jwks: ENTITY_CONFIGURATION_PATH },
      person: (call) => personAskedFor(requestObject(call)),
    },
    (provider) => ({
      discovery: { status: 404, body: 'Nothing is here' },
      jwks: () => entityConfiguration(provider),
      authorization: async (happy, call) => {
        const problem = await problemWith(call, scheme, provider, clientKeys);
        if (problem === null) return scheme.namesIssuer ? happy : without(happy, 'iss');
        const { parameters } = without(happy, 'code');
        const [error, description] = problem;
        return { ...happy, parameters: [['error', error], ['error_description', description], ...parameters] };
      },
      token: async (happy, { form }) =>
        (await clientKeys.authenticates(form, provider.clientId, provider.tokenUri))
          ? happy
          : oauthError('invalid_client', undefined, 401),
      idToken: ({ claims }) => ({
        claims: {
          nbf: claims.iat,
          exp: Number(claims.iat) + MINUTES_3,
          jti: '9ea42af0-594c-4486-9602-8a1f8dde42d3',
          auth_time: undefined,
        },
      }),
      userinfo: async (happy) =>
        happy.status === undefined
          ? {
              headers: { 'content-type': 'application/jose' },
              body: await encrypt(signedUserinfo(provider, happy.json as JWTPayload)),
            }
          : happy,
    }),
  );
  return { ...persona, encrypt, setClientKeys: clientKeys.set };
}

function signedUserinfo(provider: ScriptableProvider, claims: JWTPayload): string {
  const now = Math.floor(Date.now() / 1000);
  const about = { iss: provider.issuer, aud: provider.clientId, iat: now, nbf: now, exp: now + MINUTES_3 };
  return provider.sign({ ...about, ...claims }, { header: { cty: 'JWT' } });
}

function without(response: AuthorizationResponse, name: string): AuthorizationResponse {
  return { ...response, parameters: response.parameters.filter(([each]) => each !== name) };
}

function requestObject({ query }: ScriptableCall): JWTPayload {
  const request = query.get('request');
  return request === null ? {} : decodeJwt(request);
}

/** What the profile finds wrong with a request, as error and description; null: nothing. */
async function problemWith(
  { query }: ScriptableCall,
  scheme: Scheme,
  provider: ScriptableProvider,
  clientKeys: RegisteredClientKeys,
): Promise<readonly [string, string] | null> {
  if (!query.has('request')) return ['invalid_request', 'request is missing'];
  const verified = await clientKeys.verified(query.get('request'), {
    algorithms: ['RS256'],
    issuer: provider.clientId,
    audience: provider.issuer,
    requiredClaims: ['exp', 'iat', 'client_id', 'redirect_uri', 'response_type', 'acr_values', 'prompt'],
  });
  if (verified === null) return ['invalid_request_object', 'request is not signed by the client, or incomplete'];
  const { payload } = verified;
  const twice = ['client_id', 'response_type', 'scope', 'code_challenge', 'code_challenge_method'];
  const differs = twice.find((name) => query.get(name) === null || query.get(name) !== payload[name]);
  if (differs !== undefined) return ['invalid_request', `${differs} must be in the request object and beside it`];
  const isShort = (value: unknown): boolean => typeof value !== 'string' || value.length < SHORTEST;
  const short = ['state', 'nonce'].find((name) => isShort(payload[name]));
  if (short !== undefined) return ['invalid_request', `${short} is too short`];
  if (payload.code_challenge_method !== 'S256') return ['invalid_request', 'code_challenge_method is not S256'];
  if (!['consent', 'consent login'].includes(String(payload.prompt))) return ['invalid_request', 'prompt is wrong'];
  const strange = String(payload.acr_values)
    .split(' ')
    .some((level) => !LEVELS.includes(level));
  if (strange) return ['invalid_request', 'acr_values names no level'];
  const scopes = String(payload.scope).split(' ');
  return scopes.every((scope) => scheme.scopes.includes(scope)) ? null : ['invalid_scope', 'a scope is not supported'];
}

/** John with the attributes that the request asks for, which UserInfo tells and the ID token does not. */
function personAskedFor(request: JWTPayload): Person {
  const claims = request.claims as { readonly userinfo?: Readonly<Record<string, unknown>> } | undefined;
  const asked = new Set(Object.keys(claims?.userinfo ?? {}));
  const scopes = String(request.scope).split(' ');
  if (scopes.includes('profile')) for (const name of PROFILE) asked.add(name);
  const userinfo = Object.fromEntries(Object.entries(ATTRIBUTES).filter(([name]) => asked.has(name)));
  return { idToken: { sub: '9sd798asd98asui23hiuds89y798sfyg' }, userinfo };
}

const PROFILE = ['given_name', 'family_name', 'birthdate', FISCAL_NUMBER];

const ATTRIBUTES = {
  given_name: 'John',
  family_name: 'Doe',
  birthdate: '1975-02-12',
  gender: 'male',
  email: 'john@example.com',
  place_of_birth: { region: 'RM', locality: 'H501' },
  [FISCAL_NUMBER]: 'TINIT-DOEJHN75B12H501X',
};
