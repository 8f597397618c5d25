import { answeringListener } from './http/answering-listener.js';
import type { CallLog } from './http/call-log.js';
import { startLoopbackServer } from './http/loopback-server.js';
import { type JwtParts, signJwt } from './scriptable-provider/jwt.js';
import type { Person, ScriptableProviderOptions } from './scriptable-provider/options.js';
import { handle } from './scriptable-provider/routes.js';
import {
  type Script,
  type ScriptableCall,
  type ScriptableEndpoint,
  ScriptReader,
} from './scriptable-provider/script.js';
import { type AsymmetricAlgorithm, generateSigningKey, type SigningKey } from './scriptable-provider/signing-key.js';
import { ScriptableState } from './scriptable-provider/state.js';

export { encryptJwt, type JwtParts, signJwt } from './scriptable-provider/jwt.js';
export { JOHN_DOE, type Person, type ScriptableProviderOptions } from './scriptable-provider/options.js';
export type {
  AnswerEdit,
  AnswerStep,
  AuthorizationResponse,
  AuthorizationStep,
  IdTokenChanges,
  IdTokenParts,
  IdTokenStep,
  Script,
  ScriptableCall,
  ScriptableEndpoint,
  Steps,
} from './scriptable-provider/script.js';
export {
  type AsymmetricAlgorithm,
  generateSigningKey,
  type SigningKey,
  sharedSecretKey,
} from './scriptable-provider/signing-key.js';

/**
 * An OpenID provider that does everything well until told otherwise, endpoint by endpoint and call by call. It logs in
 * without a page, keeps nothing but memory and signs with node:crypto, so that it is cheap enough to stand behind a load test.
 *
 * @example
 * provider.behave({ idToken: { claims: { aud: 'someone-else' } } });
 * provider.behave({ token: [{ status: 503, body: 'busy' }, 'happy'] });
 * provider.behave({ token: withMembers({ token_type: 'mac' }), authorization: { state: undefined } });
 */
export interface ScriptableProvider {
  readonly origin: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly authorizationUri: string;
  readonly tokenUri: string;
  readonly jwksUri: string;
  readonly userinfoUri: string;
  readonly calls: CallLog<ScriptableEndpoint>;
  /** Token requests with a code that had been sent before; any number but 0 is a fault of the relying party. */
  readonly codesPresentedAgain: number;
  /** The key that signs now. */
  readonly signingKey: SigningKey;
  resourceUri(name: string): string;
  /** From now on behaves like this, and well wherever the script is silent; sequences start anew. */
  behave(script: Script): void;
  setPerson(person: Person | ((call: ScriptableCall) => Person)): void;
  /** The first key signs; all of them are published. */
  setKeys(keys: readonly [SigningKey, ...SigningKey[]]): void;
  /** A fresh key, published alone and used from now on. Give the old `kid` for the same name on a new key. */
  rotateKey(options?: { readonly alg?: AsymmetricAlgorithm; readonly kid?: string | null }): Promise<SigningKey>;
  /** Signs with the current key, e.g. for a signed UserInfo. */
  sign(claims: Readonly<Record<string, unknown>>, parts?: Partial<JwtParts>): string;
  close(): Promise<void>;
}

export async function startScriptableProvider(options: ScriptableProviderOptions = {}): Promise<ScriptableProvider> {
  const state = new ScriptableState(options, await generateSigningKey(options.signingAlgorithm));
  const server = await startLoopbackServer(
    answeringListener((request) => handle(state, request)),
    options,
  );
  state.origin = server.origin;
  const { origin, paths } = state;
  return {
    origin,
    issuer: state.issuer,
    clientId: state.clientId,
    authorizationUri: `${origin}${paths.authorization}`,
    tokenUri: `${origin}${paths.token}`,
    jwksUri: `${origin}${paths.jwks}`,
    userinfoUri: `${origin}${paths.userinfo}`,
    calls: state.calls,
    get codesPresentedAgain() {
      return state.codesPresentedAgain;
    },
    get signingKey() {
      return state.keys[0];
    },
    resourceUri: (name) => `${origin}${options.resourcePaths?.[name] ?? `/resource/${name}`}`,
    behave: (script) => {
      state.reader = new ScriptReader(script);
    },
    setPerson: (person) => {
      state.person = person;
    },
    setKeys: (keys) => {
      state.keys = keys;
    },
    rotateKey: async ({ alg = options.signingAlgorithm, kid } = {}) => {
      const key = await generateSigningKey(alg, kid);
      state.keys = [key];
      return key;
    },
    sign: (claims, parts = {}) => signJwt({ key: state.keys[0], claims, ...parts }),
    close: () => server.close(),
  };
}
