import { createRemoteJWKSet, type JWTVerifyResult, jwtVerify } from 'jose';
import type { Persona } from '../support/personas.js';
import { type BrowserPage, SignerBrowser } from '../support/signer-browser.js';

export type Members = Readonly<Record<string, string>>;
export type Json = Record<string, unknown>;

export const REDIRECT_URI = 'https://sign.example/callback/default/persona';
/** Long enough as state and nonce for the choosiest. */
export const LONG = 'a-value-of-more-than-22-characters';

/** A persona and a relying party without any judgement. All addresses are those of the real provider. */
export class PersonaWalk {
  #persona: Persona | undefined;

  async use<Kind extends Persona>(starting: Promise<Kind>): Promise<Kind> {
    const started = await starting;
    this.#persona = started;
    started.registerRedirectUri(REDIRECT_URI);
    return started;
  }

  get persona(): Persona {
    if (!this.#persona) throw new Error('use comes first');
    return this.#persona;
  }

  async close(): Promise<void> {
    await this.#persona?.close();
  }

  /** Logs John in and gives the parameters that come back. */
  async authorize(
    uri: string,
    extra: Members = {},
  ): Promise<{ readonly page: BrowserPage; readonly answer: URLSearchParams }> {
    const browser = new SignerBrowser();
    const parameters = {
      response_type: 'code',
      client_id: this.persona.clientId,
      redirect_uri: REDIRECT_URI,
      state: LONG,
      nonce: LONG,
      ...extra,
    };
    await browser.open(`${this.persona.relocate(uri)}?${new URLSearchParams(parameters).toString()}`);
    if (browser.page.status !== null && browser.page.status < 400) await this.persona.passLogin(browser);
    const { page } = browser;
    return { page, answer: page.submitted.size > 0 ? page.submitted : page.url.searchParams };
  }

  /** Exchanges a code with the secret in the form, or whatever `extra` says. */
  exchange(uri: string, answer: URLSearchParams, extra: Members = {}): Promise<Response> {
    const { clientAuthentication: client } = this.persona;
    return fetch(this.persona.relocate(uri), {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code: answer.get('code') ?? '',
        redirect_uri: REDIRECT_URI,
        client_id: this.persona.clientId,
        ...('clientSecret' in client ? { client_secret: client.clientSecret } : {}),
        ...extra,
      }),
    });
  }

  async tokens(uri: string, answer: URLSearchParams, extra: Members = {}): Promise<Json> {
    return (await (await this.exchange(uri, answer, extra)).json()) as Json;
  }

  get(uri: string, headers: Members = {}): Promise<Response> {
    return fetch(this.persona.relocate(uri), { headers });
  }

  async json(uri: string, headers: Members = {}): Promise<Json> {
    return (await (await this.get(uri, headers)).json()) as Json;
  }

  verify(token: unknown, jwksUri: string): Promise<JWTVerifyResult> {
    return jwtVerify(String(token), createRemoteJWKSet(new URL(this.persona.relocate(jwksUri))));
  }
}
