import { createRemoteJWKSet, type JWTVerifyGetKey } from 'jose';
import {
  type ScriptableProvider,
  type ScriptableProviderOptions,
  startScriptableProvider,
} from '../support/scriptable-provider.js';
import { type BrowserPage, SignerBrowser } from '../support/signer-browser.js';

export const REDIRECT_URI = 'https://sign.example/callback/default/test';

interface TokenAnswer {
  readonly access_token: string;
  readonly token_type: string;
  readonly id_token: string;
}

/** A scriptable provider and a relying party without any judgement, as its own tests need one. */
export class ScriptableWalk {
  #provider: ScriptableProvider | undefined;

  async start(options: ScriptableProviderOptions = {}): Promise<ScriptableProvider> {
    this.#provider = await startScriptableProvider(options);
    return this.#provider;
  }

  get provider(): ScriptableProvider {
    if (!this.#provider) throw new Error('start comes first');
    return this.#provider;
  }

  async close(): Promise<void> {
    await this.#provider?.close();
    this.#provider = undefined;
  }

  get keySet(): JWTVerifyGetKey {
    return createRemoteJWKSet(new URL(this.provider.jwksUri));
  }

  /** Walks to the callback. */
  authorize(extra: Readonly<Record<string, string>> = {}): Promise<BrowserPage> {
    const parameters = {
      response_type: 'code',
      client_id: 'sign',
      redirect_uri: REDIRECT_URI,
      scope: 'openid profile',
      state: 'the-state',
      nonce: 'the-nonce',
      ...extra,
    };
    return new SignerBrowser().open(`${this.provider.authorizationUri}?${new URLSearchParams(parameters).toString()}`);
  }

  async code(extra: Readonly<Record<string, string>> = {}): Promise<string> {
    return (await this.authorize(extra)).url.searchParams.get('code') ?? '';
  }

  exchange(code: string, extra: Readonly<Record<string, string>> = {}): Promise<Response> {
    return fetch(this.provider.tokenUri, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code,
        redirect_uri: REDIRECT_URI,
        client_id: 'sign',
        ...extra,
      }),
    });
  }

  /** A whole login. */
  async tokens(extra: Readonly<Record<string, string>> = {}): Promise<TokenAnswer> {
    const answer = await this.exchange(await this.code(extra));
    return (await answer.json()) as TokenAnswer;
  }
}
