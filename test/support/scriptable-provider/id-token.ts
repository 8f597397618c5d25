import { createHash } from 'node:crypto';
import { signJwt } from './jwt.js';
import type { IdTokenParts, IdTokenStep, ScriptableCall } from './script.js';
import type { Login, ScriptableState } from './state.js';

const LIFETIME_SECONDS = 300;

/** The ID token of one login, as the script wants it. */
export async function issueIdToken(
  state: ScriptableState,
  call: ScriptableCall,
  login: Login,
  accessToken: string,
): Promise<string> {
  const { reader } = state;
  const step = reader.next<IdTokenStep>('idToken', reader.script.idToken);
  const happy = happyParts(state, login, accessToken);
  const changes = typeof step === 'function' ? await step(happy, call) : step === 'happy' ? {} : step;
  if (changes.raw !== undefined) return changes.raw;
  const signed = signJwt({
    ...happy,
    ...changes,
    header: { ...happy.header, ...changes.header },
    claims: { ...happy.claims, ...changes.claims },
  });
  return reader.script.wrapIdToken ? reader.script.wrapIdToken(signed) : signed;
}

function happyParts(state: ScriptableState, { person, parameters }: Login, accessToken: string): IdTokenParts {
  const now = Math.floor(state.now() / 1000);
  const [key] = state.keys;
  const acr = parameters.get('acr_values')?.split(' ')[0];
  const nonce = parameters.get('nonce');
  return {
    key,
    header: {},
    claims: {
      iss: state.issuer,
      aud: state.clientId,
      iat: now,
      exp: now + LIFETIME_SECONDS,
      auth_time: now,
      at_hash: accessTokenHash(key.alg, accessToken),
      ...(nonce === null ? {} : { nonce }),
      ...(acr === undefined ? {} : { acr }),
      ...person.idToken,
    },
  };
}

/** OIDC Core §3.1.3.6: the left half of the digest that belongs to the algorithm. */
function accessTokenHash(alg: string, accessToken: string): string {
  const digest = createHash(`sha${alg === 'EdDSA' ? '512' : alg.slice(2)}`)
    .update(accessToken)
    .digest();
  return digest.subarray(0, digest.length / 2).toString('base64url');
}
