import type { LoopbackServerOptions } from '../http/loopback-server.js';
import type { BenignVariationOptions } from './benign-variation.js';
import type { ScriptableCall } from './script.js';
import type { AsymmetricAlgorithm } from './signing-key.js';

/** Who logs in; the scriptable provider asks nobody. */
export interface Person {
  /** Claims of the ID token, `sub` among them. */
  readonly idToken: Readonly<Record<string, unknown>> & { readonly sub: string };
  /** Body of UserInfo. Default: the claims of the ID token. */
  readonly userinfo?: Readonly<Record<string, unknown>>;
  /** Bodies of other resources, by name. */
  readonly resources?: Readonly<Record<string, unknown>>;
}

export interface EndpointPaths {
  readonly authorization: string;
  readonly token: string;
  readonly jwks: string;
  readonly userinfo: string;
  readonly par: string;
  readonly logout: string;
}

export interface ScriptableProviderOptions extends LoopbackServerOptions {
  /** Default `sign`. */
  readonly clientId?: string;
  /** Checked at the token endpoint if given (basic or post); else any client authentication passes and is recorded. */
  readonly clientSecret?: string;
  /** Default: John Doe. A function decides at each authorization request. */
  readonly person?: Person | ((call: ScriptableCall) => Person);
  /** Default RS256. ES256 signs some twenty times faster. */
  readonly signingAlgorithm?: AsymmetricAlgorithm;
  /** Path of the issuer, e.g. `/tenant/v2.0`. Default none. */
  readonly issuerPath?: string;
  /** Whole paths; default `/authorize`, `/token`, `/jwks`, `/userinfo`, `/par`, `/logout`. */
  readonly paths?: Partial<EndpointPaths>;
  /** Paths of resources by name; besides, `/resource/<name>` works for every name. */
  readonly resourcePaths?: Readonly<Record<string, string>>;
  /** Changes to the discovery document, member by member; `undefined` leaves one out. */
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** Vary all answers within what standards allow. */
  readonly benignVariation?: BenignVariationOptions;
  /** Milliseconds since 1970. Default `Date.now`. */
  readonly now?: () => number;
  /** Calls remembered in full; 0 for load tests. Default 10,000. */
  readonly rememberCalls?: number;
}

export const JOHN_DOE: Person = {
  idToken: {
    sub: 'b7f2c1d4',
    name: 'John Doe',
    given_name: 'John',
    family_name: 'Doe',
    email: 'john@example.com',
    email_verified: true,
  },
};
