import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { createServer as createTcpServer } from 'node:net';
import { join } from 'node:path';

/**
 * The cheapest OpenID provider that every contender accepts: it logs in 100 people in turn without a page and signs with
 * ES256. `GET /counts` says how often each back-channel endpoint was called. `TLS_PORT` serves the same over TLS, under an
 * issuer of its own, for a contender that refuses http. `DEAD_PORT` accepts connections and never answers.
 */
const PEOPLE = 100;
let next = 0;
const port = Number(process.env['PORT']);
const counts = { discovery: 0, jwks: 0, token: 0, userinfo: 0, tokenAgain: 0 };
const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const jwk = { ...keys.publicKey.export({ format: 'jwk' }), kid: 'bench', alg: 'ES256', use: 'sig' };

interface Login {
  readonly clientId: string;
  readonly nonce: string | null;
  readonly challenge: string | null;
  readonly person: number;
}

const logins = new Map<string, Login>();
const spent = new Set<string>();
const tokens = new Map<string, number>();

const claimsOf = (person: number): Record<string, unknown> => ({
  sub: `person-${person}`,
  name: 'John Doe',
  given_name: 'John',
  family_name: 'Doe',
  email: `john-${person}@example.com`,
  email_verified: true,
});

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const header = encoded({ alg: 'ES256', kid: 'bench', typ: 'JWT' });

function idToken(issuer: string, { clientId, nonce, person }: Login, accessToken: string): string {
  const now = Math.floor(Date.now() / 1000);
  const digest = createHash('sha256').update(accessToken).digest();
  const payload = encoded({
    iss: issuer,
    aud: clientId,
    iat: now,
    exp: now + 300,
    auth_time: now,
    at_hash: digest.subarray(0, 16).toString('base64url'),
    ...(nonce === null ? {} : { nonce }),
    ...claimsOf(person),
  });
  const signed = sign('sha256', Buffer.from(`${header}.${payload}`), {
    key: keys.privateKey,
    dsaEncoding: 'ieee-p1363',
  });
  return `${header}.${payload}.${signed.toString('base64url')}`;
}

function json(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.end(text);
}

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return new URLSearchParams(Buffer.concat(chunks).toString());
}

function authorize(issuer: string, query: URLSearchParams, response: ServerResponse): void {
  const code = randomBytes(16).toString('base64url');
  logins.set(code, {
    clientId: query.get('client_id') ?? '',
    nonce: query.get('nonce'),
    challenge: query.get('code_challenge'),
    person: (next = (next + 1) % PEOPLE),
  });
  const answer = new URLSearchParams({ code, iss: issuer });
  const state = query.get('state');
  if (state !== null) answer.set('state', state);
  response.writeHead(302, { location: `${query.get('redirect_uri') ?? ''}?${answer.toString()}` }).end();
}

async function exchange(issuer: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  counts.token += 1;
  const form = await formOf(request);
  const code = form.get('code') ?? '';
  const login = logins.get(code);
  logins.delete(code);
  if (spent.has(code)) counts.tokenAgain += 1;
  spent.add(code);
  if (spent.size > 50_000) spent.clear();
  const challenge = createHash('sha256')
    .update(form.get('code_verifier') ?? '')
    .digest('base64url');
  if (login === undefined || (login.challenge !== null && login.challenge !== challenge)) {
    json(response, 400, { error: 'invalid_grant' });
    return;
  }
  const accessToken = randomBytes(16).toString('base64url');
  tokens.set(accessToken, login.person);
  if (tokens.size > 50_000) tokens.clear();
  json(response, 200, {
    access_token: accessToken,
    token_type: 'Bearer',
    expires_in: 300,
    id_token: idToken(issuer, login, accessToken),
  });
}

const metadataOf = (issuer: string): Record<string, unknown> => ({
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/jwks`,
  userinfo_endpoint: `${issuer}/userinfo`,
  response_types_supported: ['code'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['ES256'],
  code_challenge_methods_supported: ['S256'],
  authorization_response_iss_parameter_supported: true,
});

async function serve(issuer: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', issuer);
  switch (pathname) {
    case '/.well-known/openid-configuration':
      counts.discovery += 1;
      json(response, 200, metadataOf(issuer));
      return;
    case '/jwks':
      counts.jwks += 1;
      json(response, 200, { keys: [jwk] });
      return;
    case '/authorize':
      authorize(issuer, searchParams, response);
      return;
    case '/token':
      await exchange(issuer, request, response);
      return;
    case '/userinfo': {
      counts.userinfo += 1;
      const person = tokens.get((request.headers.authorization ?? '').replace(/^Bearer /i, ''));
      if (person === undefined) json(response, 401, { error: 'invalid_token' });
      else json(response, 200, claimsOf(person));
      return;
    }
    case '/counts':
      json(response, 200, counts);
      return;
    default:
      json(response, 404, {});
  }
}

const listenerOf =
  (issuer: string) =>
  (request: IncomingMessage, response: ServerResponse): void => {
    serve(issuer, request, response).catch((error: unknown) => {
      console.error(error);
      response.destroy();
    });
  };

createServer(listenerOf(`http://127.0.0.1:${port}`)).listen(port, '127.0.0.1');
const { TLS_PORT, TLS_DIRECTORY, DEAD_PORT } = process.env;
if (TLS_PORT !== undefined && TLS_DIRECTORY !== undefined) {
  const read = (name: string): Buffer => readFileSync(join(TLS_DIRECTORY, name));
  createTlsServer(
    { key: read('key.pem'), cert: read('certificate.pem') },
    listenerOf(`https://127.0.0.1:${TLS_PORT}`),
  ).listen(Number(TLS_PORT), '127.0.0.1');
}
if (DEAD_PORT !== undefined) {
  createTcpServer((socket) => socket.on('error', () => undefined)).listen(Number(DEAD_PORT), '127.0.0.1');
}
