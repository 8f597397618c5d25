import { randomBytes } from 'node:crypto';
import { CallLog } from '../http/call-log.js';
import { BenignVariation } from './benign-variation.js';
import { type EndpointPaths, JOHN_DOE, type Person, type ScriptableProviderOptions } from './options.js';
import { type ScriptableCall, type ScriptableEndpoint, ScriptReader } from './script.js';
import type { SigningKey } from './signing-key.js';

/** What was asked for at the authorization endpoint, once its code is presented. */
export interface Login {
  readonly person: Person;
  readonly parameters: URLSearchParams;
}

const MOST_TOKENS = 10_000;

/** Everything that one scriptable provider remembers. */
export class ScriptableState {
  readonly calls: CallLog<ScriptableEndpoint>;
  readonly variation: BenignVariation | undefined;
  readonly paths: EndpointPaths;
  readonly clientId: string;
  readonly now: () => number;
  origin = '';
  person: Person | ((call: ScriptableCall) => Person);
  reader = new ScriptReader({});
  /** The key that signs, followed by those that are published with it. */
  keys: readonly [SigningKey, ...SigningKey[]];
  codesPresentedAgain = 0;
  readonly #logins = new Map<string, Login>();
  readonly #spentCodes = new Set<string>();
  readonly #people = new Map<string, Person>();
  readonly #pushed = new Map<string, URLSearchParams>();

  constructor(
    readonly options: ScriptableProviderOptions,
    key: SigningKey,
  ) {
    this.keys = [key];
    this.person = options.person ?? JOHN_DOE;
    this.clientId = options.clientId ?? 'sign';
    this.now = options.now ?? Date.now;
    this.calls = new CallLog(options.rememberCalls);
    this.variation = options.benignVariation && new BenignVariation(options.benignVariation);
    this.paths = {
      authorization: '/authorize',
      token: '/token',
      jwks: '/jwks',
      userinfo: '/userinfo',
      par: '/par',
      logout: '/logout',
      ...options.paths,
    };
  }

  get issuer(): string {
    return `${this.origin}${this.options.issuerPath ?? ''}`;
  }

  logIn(call: ScriptableCall, parameters: URLSearchParams): string {
    const code = randomBytes(16).toString('base64url');
    const person = typeof this.person === 'function' ? this.person(call) : this.person;
    this.#logins.set(code, { person, parameters });
    return code;
  }

  /** A code works once; presenting it again is counted, for no relying party may do that. */
  spendCode(code: string): Login | undefined {
    if (this.#spentCodes.has(code)) this.codesPresentedAgain += 1;
    this.#spentCodes.add(code);
    const login = this.#logins.get(code);
    this.#logins.delete(code);
    return login;
  }

  issueAccessToken(person: Person): string {
    const token = randomBytes(24).toString('base64url');
    this.#people.set(token, person);
    if (this.#people.size > MOST_TOKENS) forgetOldest(this.#people);
    return token;
  }

  personOf(accessToken: string): Person | undefined {
    return this.#people.get(accessToken);
  }

  push(parameters: URLSearchParams): string {
    const uri = `urn:ietf:params:oauth:request_uri:${randomBytes(16).toString('base64url')}`;
    this.#pushed.set(uri, parameters);
    return uri;
  }

  takePushed(uri: string): URLSearchParams | undefined {
    const parameters = this.#pushed.get(uri);
    this.#pushed.delete(uri);
    return parameters;
  }
}

function forgetOldest(map: Map<string, unknown>): void {
  for (const key of map.keys()) {
    map.delete(key);
    return;
  }
}
