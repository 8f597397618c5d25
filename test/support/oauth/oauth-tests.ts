import { createHash, randomBytes } from 'node:crypto';
import type { SharedService } from '../jest/shared-service.js';
import type { ApiAnswer, ApiClient } from '../service/api-client.js';
import type { Arrival, UserBrowser } from './user-browser.js';

export const JWT_GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
/** Where clients of users are sent back to. */
export const CALLBACK = 'https://clm.partner.example/callback';

/** What registering a client answers. */
export interface MadeClient {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly privateKeyShownOnce: string;
  readonly revision: number;
  readonly keys: readonly { readonly kid: string }[];
}

export interface Tokens {
  readonly access_token: string;
  readonly refresh_token?: string;
  readonly id_token?: string;
  readonly scope?: string;
  readonly expires_in: number;
}

export const basic = ({ clientId, clientSecret }: MadeClient) => ({
  authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
});

/** Clients of one tenant at the authorization server of a test service. */
export class OAuthTests {
  private made = 0;

  /** @param caller of the tenant, with every right */
  constructor(
    readonly service: SharedService,
    readonly caller: ApiClient,
  ) {}

  register(body: Record<string, unknown>, caller = this.caller): Promise<ApiAnswer> {
    return caller.post('/v1/oauth-clients', { name: `client ${(this.made += 1)}`, ...body });
  }

  async client(body: Record<string, unknown>): Promise<MadeClient> {
    const answer = await this.register(body);
    if (answer.status !== 201) throw new Error(`The client was not made: ${JSON.stringify(answer.body)}`);
    return answer.body as MadeClient;
  }

  system(more: Record<string, unknown> = {}): Promise<MadeClient> {
    return this.client({
      integration: 'system',
      grants: ['client_credentials'],
      scopes: ['providers:read'],
      authentication: { method: 'client_secret_basic' },
      ...more,
    });
  }

  perUser(more: Record<string, unknown> = {}): Promise<MadeClient> {
    return this.client({
      integration: 'per-user',
      grants: ['authorization_code'],
      redirectUris: [CALLBACK],
      scopes: ['providers:read', 'audit:read', 'extended'],
      authentication: { method: 'client_secret_post' },
      ...more,
    });
  }

  async token(
    form: Record<string, string> | URLSearchParams,
    headers: Record<string, string> = {},
  ): Promise<ApiAnswer> {
    const body = new URLSearchParams(form);
    const answer = await fetch(`${this.service.url}/oauth/token`, { method: 'POST', headers, body });
    return { status: answer.status, headers: answer.headers, body: await answer.json() };
  }

  call(accessToken: string, path: string): Promise<ApiAnswer> {
    return this.service.caller(null).get(path, { authorization: `Bearer ${accessToken}` });
  }

  async authorize(
    client: MadeClient,
    scope: string,
    browser: UserBrowser,
    more: Record<string, string | undefined> = {},
  ): Promise<{ readonly arrival: Arrival; readonly verifier: string }> {
    const verifier = randomBytes(32).toString('base64url');
    const address = new URL(`${this.service.url}/oauth/auth`);
    const parameters: Record<string, string | undefined> = {
      client_id: client.clientId,
      response_type: 'code',
      redirect_uri: CALLBACK,
      scope,
      state: 'here',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...more,
    };
    for (const [name, value] of Object.entries(parameters))
      if (value !== undefined) address.searchParams.set(name, value);
    return { arrival: await browser.open(address), verifier };
  }

  /** A code that waits to be redeemed, as the form that redeems it. */
  async code(client: MadeClient, scope: string, browser: UserBrowser): Promise<Record<string, string>> {
    const { arrival, verifier } = await this.authorize(client, scope, browser);
    return {
      grant_type: 'authorization_code',
      client_id: client.clientId,
      client_secret: client.clientSecret,
      code: arrival.url.searchParams.get('code') ?? '',
      redirect_uri: CALLBACK,
      code_verifier: verifier,
    };
  }

  async tokens(client: MadeClient, scope: string, browser: UserBrowser): Promise<Tokens> {
    const answer = await this.token(await this.code(client, scope, browser));
    if (answer.status !== 200) throw new Error(`No tokens: ${JSON.stringify(answer.body)}`);
    return answer.body as Tokens;
  }

  refresh(client: MadeClient, refreshToken: string, more: Record<string, string> = {}): Promise<ApiAnswer> {
    return this.token({
      grant_type: 'refresh_token',
      client_id: client.clientId,
      client_secret: client.clientSecret,
      refresh_token: refreshToken,
      ...more,
    });
  }
}
