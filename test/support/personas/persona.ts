import type { CallLog } from '../http/call-log.js';
import type { SignerBrowser } from '../signer-browser.js';

/** `clientAuthentication` of a provider body that fits the client registered with a persona. */
export type PersonaClientAuthentication =
  | { readonly method: 'client_secret_basic' | 'client_secret_post'; readonly clientSecret: string }
  | { readonly method: 'private_key_jwt'; readonly assertionAudience: 'issuer' | 'token_endpoint' }
  | {
      readonly method: 'apple_client_secret';
      readonly teamId: string;
      readonly keyId: string;
      readonly privateKey: string;
    };

/** A provider that people know, standing on loopback with its own way of doing things. */
export interface Persona {
  readonly name: string;
  readonly kind: 'oidc' | 'oauth2';
  /** Everything of the real provider, whatever hosts it uses, is under this one origin; the paths are the real ones. */
  readonly origin: string;
  readonly clientId: string;
  readonly clientAuthentication: PersonaClientAuthentication;
  /** What reached it. */
  readonly calls: CallLog<string>;
  /** A copy of a provider body, a template or anything else in which this instance stands wherever the real provider stood. */
  relocate<Value>(value: Value): Value;
  registerRedirectUri(redirectUri: string): void;
  /** Logs John Doe in, where the persona shows a login page. `browser` is then on its way back. */
  passLogin(browser: SignerBrowser): Promise<void>;
  close(): Promise<void>;
}

/** Replaces the origins of the real provider in all texts of a JSON value. */
export function relocator(realOrigins: readonly string[], origin: string): Persona['relocate'] {
  const relocateText = (text: string): string => {
    const real = realOrigins.find((each) => text === each || text.startsWith(`${each}/`));
    return real === undefined ? text : `${origin}${text.slice(real.length)}`;
  };
  const relocate = (value: unknown): unknown => {
    if (typeof value === 'string') return relocateText(value);
    if (Array.isArray(value)) return value.map(relocate);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, relocate(member)]));
  };
  return <Value>(value: Value) => relocate(value) as Value;
}
