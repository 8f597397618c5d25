import { createLocalJWKSet, type JWK, type JWTVerifyOptions, type JWTVerifyResult, jwtVerify } from 'jose';
import { encryptJwt } from '../scriptable-provider.js';
import type { OpenIdPersona } from './openid-persona.js';

/** Our published keys, as providers fetch them: one that signs, one that they encrypt to. */
export type ClientKeys = () => Promise<{ readonly keys: readonly JWK[] }>;

/** A persona that knows its client by the client's public keys. */
export interface KeyedPersona extends OpenIdPersona {
  /** MUST be called before the first login; the keys are known once the service has the provider. */
  setClientKeys(keys: ClientKeys): void;
  /** Wraps a signed token for the client, as the persona does. */
  encrypt(signed: string): Promise<string>;
}

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** What a provider does with its client's keys. */
export class RegisteredClientKeys {
  #keys: ClientKeys = () => Promise.reject(new Error('setClientKeys was not called'));

  readonly set = (keys: ClientKeys): void => {
    this.#keys = keys;
  };

  /** @param alg default: the one of the client's key, for which the client publishes it */
  async encrypt(signed: string, enc: string, alg?: string): Promise<string> {
    const { keys } = await this.#keys();
    const key = keys.find(({ use }) => use === 'enc');
    if (!key) throw new Error('The client publishes no key with use "enc"');
    return encryptJwt(signed, key, { alg: alg ?? key.alg ?? 'RSA-OAEP', enc });
  }

  /** The JWT if the client has signed it and it is as required; else null. */
  async verified(jwt: string | null, options: JWTVerifyOptions): Promise<JWTVerifyResult | null> {
    const { keys } = await this.#keys();
    try {
      return await jwtVerify(jwt ?? '', createLocalJWKSet({ keys: [...keys] }), options);
    } catch {
      return null;
    }
  }

  /** Whether a form has an assertion of the client (RFC 7523 §2.2). */
  async authenticates(
    form: URLSearchParams,
    clientId: string,
    audience: string,
    requiredClaims = ['exp', 'iat', 'jti'],
  ): Promise<boolean> {
    if (form.get('client_assertion_type') !== ASSERTION_TYPE) return false;
    const assertion = await this.verified(form.get('client_assertion'), {
      algorithms: ['RS256', 'PS256', 'ES256'],
      issuer: clientId,
      subject: clientId,
      audience,
      requiredClaims,
    });
    return assertion !== null && assertion.payload.jti !== '';
  }
}
