import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { jwtVerify } from 'jose';
import { oauthError } from '../http/answers.js';
import { generateSigningKey, type ScriptableCall, type ScriptableProvider } from '../scriptable-provider.js';
import { type OpenIdPersona, startOpenIdPersona, UNANNOUNCED } from './openid-persona.js';

const TEAM_ID = 'DEF123GHIJ';
const KEY_ID = 'ABC123DEFG';
const SIX_MONTHS = 15_777_000;
const CLIENT_ID = 'com.example.sign';

/**
 * Sign in with Apple: the client secret is an ES256 JWT of ours, the answer is posted as soon as name or e-mail is asked for,
 * the name comes once (in the form field `user`, never in a token), and truth is spelt "true".
 */
export async function startApple(): Promise<OpenIdPersona> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  let seenBefore = false;
  const persona = await startOpenIdPersona(
    {
      name: 'apple',
      clientId: CLIENT_ID,
      realOrigins: ['https://appleid.apple.com'],
      clientAuthentication: {
        method: 'apple_client_secret',
        teamId: TEAM_ID,
        keyId: KEY_ID,
        privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      },
      paths: { authorization: '/auth/authorize', token: '/auth/token', jwks: '/auth/keys' },
      metadata: {
        ...UNANNOUNCED,
        userinfo_endpoint: undefined,
        code_challenge_methods_supported: undefined,
        response_modes_supported: ['query', 'fragment', 'form_post'],
        subject_types_supported: ['pairwise'],
        token_endpoint_auth_methods_supported: ['client_secret_post'],
        scopes_supported: ['openid', 'email', 'name'],
      },
      person: {
        idToken: {
          sub: '001234.0123456789abcdef0123456789abcdef.0123',
          email: 'john@example.com',
          email_verified: 'true',
          is_private_email: 'false',
          nonce_supported: true,
        },
      },
    },
    (provider) => ({
      authorization: (happy, { query }) => {
        const asksForData = /\b(name|email)\b/.test(query.get('scope') ?? '');
        if (asksForData && query.get('response_mode') !== 'form_post') {
          return { status: 400, body: 'response_mode must be form_post when name or email scope is requested' };
        }
        const user = JSON.stringify({ name: { firstName: 'John', lastName: 'Doe' }, email: 'john@example.com' });
        const once = seenBefore || !asksForData ? [] : [['user', user] as const];
        seenBefore = true;
        return { ...happy, parameters: [...happy.parameters.filter(([name]) => name !== 'iss'), ...once] };
      },
      token: async (happy, call) =>
        (await isSecretOfOurs(call, provider, publicKey)) ? happy : oauthError('invalid_client'),
      idToken: ({ claims }) => ({ claims: { exp: Number(claims.iat) + 86_400 } }),
      userinfo: { status: 404, body: '' },
    }),
  );
  const { provider } = persona;
  provider.setKeys([provider.signingKey, await generateSigningKey(), await generateSigningKey()]);
  return persona;
}

async function isSecretOfOurs(call: ScriptableCall, provider: ScriptableProvider, key: KeyObject): Promise<boolean> {
  try {
    const { payload, protectedHeader } = await jwtVerify(call.form.get('client_secret') ?? '', key, {
      algorithms: ['ES256'],
      issuer: TEAM_ID,
      subject: CLIENT_ID,
      audience: provider.issuer,
      requiredClaims: ['iat', 'exp'],
    });
    const lifetime = (payload.exp ?? 0) - (payload.iat ?? 0);
    return protectedHeader.kid === KEY_ID && lifetime <= SIX_MONTHS && call.form.get('client_id') === CLIENT_ID;
  } catch {
    return false;
  }
}
