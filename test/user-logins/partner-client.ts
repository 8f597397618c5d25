import { createHash, randomBytes } from 'node:crypto';
import type { ApiClient } from '../support/service/api-client.js';
import type { TestService } from '../support/service.js';

const REDIRECT_URI = 'https://partner.example/callback';

/** An application that acts for users of a tenant: a public client with PKCE. */
export class PartnerClient {
  private constructor(
    private readonly service: TestService,
    readonly clientId: string,
    private readonly scopes: readonly string[],
  ) {}

  static async register(
    service: TestService,
    tenant: ApiClient,
    scopes: readonly string[] = ['authentications:read'],
  ): Promise<PartnerClient> {
    const made = await tenant.post('/v1/oauth-clients', {
      name: `Partner for ${scopes.join(' ')}`,
      integration: 'per-user',
      grants: ['authorization_code'],
      redirectUris: [REDIRECT_URI],
      scopes,
      authentication: { method: 'none' },
    });
    if (made.status !== 201) throw new Error(`The client was not made: ${JSON.stringify(made.body)}`);
    return new PartnerClient(service, (made.body as { clientId: string }).clientId, scopes);
  }

  /** An authorization request, and what redeems its code. */
  request(): { readonly url: string; readonly verifier: string } {
    const verifier = randomBytes(32).toString('base64url');
    const query = new URLSearchParams({
      client_id: this.clientId,
      redirect_uri: REDIRECT_URI,
      response_type: 'code',
      scope: ['openid', ...this.scopes].join(' '),
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    });
    return { url: `${this.service.url}/oauth/auth?${query.toString()}`, verifier };
  }

  /** Redeems the code in the address where a browser has arrived. @returns a caller with the user's token */
  async redeem(verifier: string, arrivedAt: string): Promise<ApiClient> {
    const answer = await fetch(`${this.service.url}/oauth/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        client_id: this.clientId,
        redirect_uri: REDIRECT_URI,
        code: new URL(arrivedAt).searchParams.get('code') ?? '',
        code_verifier: verifier,
      }),
    });
    const body = (await answer.json()) as { access_token?: string };
    if (body.access_token === undefined)
      throw new Error(`No token came of ${arrivedAt}: ${answer.status} ${JSON.stringify(body)}`);
    return this.service.caller(body.access_token);
  }
}
