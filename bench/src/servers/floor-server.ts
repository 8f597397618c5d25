import { createServer, type ServerResponse } from 'node:http';
import * as client from 'openid-client';

/**
 * The floor: openid-client 6 and nothing else. State lives in memory, nothing is stored, nothing is rendered. The ID token's
 * signature is verified and one claim is compared, because a login that skips those proves nothing.
 */
const port = Number(process.env['PORT']);
const redirectUri = `http://localhost:${port}/callback`;
const config = await client.discovery(
  new URL(process.env['ISSUER'] ?? ''),
  'sign',
  {
    client_secret: 'secret',
    id_token_signed_response_alg: 'ES256',
  },
  undefined,
  { execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks] },
);

const started = new Map<string, { readonly verifier: string; readonly nonce: string }>();

async function start(response: ServerResponse): Promise<void> {
  const verifier = client.randomPKCECodeVerifier();
  const state = client.randomState();
  const nonce = client.randomNonce();
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: 'openid profile email',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
  });
  started.set(state, { verifier, nonce });
  response.writeHead(303, { location: url.href }).end();
}

async function finish(url: URL, response: ServerResponse): Promise<void> {
  const state = url.searchParams.get('state') ?? '';
  const known = started.get(state);
  started.delete(state);
  if (known === undefined) {
    response.writeHead(400).end();
    return;
  }
  const tokens = await client.authorizationCodeGrant(config, url, {
    pkceCodeVerifier: known.verifier,
    expectedState: state,
    expectedNonce: known.nonce,
  });
  const matched = tokens.claims()?.['given_name'] === 'John';
  response.writeHead(303, { location: `/done?status=${matched ? 'succeeded' : 'failed'}` }).end();
}

createServer((request, response) => {
  const url = new URL(request.url ?? '/', redirectUri);
  const answer =
    url.pathname === '/start'
      ? start(response)
      : url.pathname === '/callback'
        ? finish(url, response)
        : Promise.resolve(response.writeHead(200).end());
  answer.catch((error: unknown) => {
    console.error(error);
    response.writeHead(500).end();
  });
}).listen(port, '127.0.0.1');
