import { createHash, randomBytes } from 'node:crypto';
import * as client from 'openid-client';
import type { ApiAnswer } from '../support/service/api-client.js';
import type { SignerBrowser } from '../support/signer-browser.js';

/** What the console does for whoever is logged in in a browser: a token that is bound to a key, with the user's own rights. */
export class ConsoleCaller {
  private constructor(
    private readonly serviceUrl: string,
    private readonly configuration: client.Configuration,
    private readonly accessToken: string,
    private readonly handle: client.DPoPHandle,
  ) {}

  static async for(serviceUrl: string, browser: SignerBrowser, scopes: readonly string[]): Promise<ConsoleCaller> {
    const issuer = new URL(`${serviceUrl}/oauth`);
    const configuration = await client.discovery(issuer, 'console.acme', undefined, client.None(), {
      // oxlint-disable-next-line typescript/no-deprecated -- the test service speaks plain HTTP on the loopback address
      execute: [client.allowInsecureRequests],
    });
    const handle = client.getDPoPHandle(configuration, await client.randomDPoPKeyPair('ES256'));
    const verifier = randomBytes(32).toString('base64url');
    const address = client.buildAuthorizationUrl(configuration, {
      redirect_uri: `${serviceUrl}/console/`,
      scope: ['openid', ...scopes].join(' '),
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    });
    const { url } = await browser.open(address);
    const checks = { pkceCodeVerifier: verifier };
    const tokens = await client.authorizationCodeGrant(configuration, url, checks, undefined, { DPoP: handle });
    return new ConsoleCaller(serviceUrl, configuration, tokens.access_token, handle);
  }

  async call(
    method: string,
    path: string,
    body: unknown = null,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<ApiAnswer> {
    const answer = await client
      .fetchProtectedResource(
        this.configuration,
        this.accessToken,
        new URL(`${this.serviceUrl}${path}`),
        method,
        body === null ? null : JSON.stringify(body),
        new Headers({ ...(body === null ? {} : { 'content-type': 'application/json' }), ...headers }),
        { DPoP: this.handle },
      )
      .catch((error: unknown) => {
        if (error instanceof client.WWWAuthenticateChallengeError) return error.response;
        throw error;
      });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: text === '' ? null : (JSON.parse(text) as unknown) };
  }
}
