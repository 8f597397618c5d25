import type { webcrypto } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer, request as tlsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair, type JSONWebKeySet, SignJWT } from 'jose';
import {
  type BoundTokenOptions,
  certificateOf,
  certificateThumbprint,
  ListenerError,
  requireCertificateBoundToken,
} from '../../listener/src/index.js';
import { createCertificateAuthority, type TestCertificate } from '../support/certificates.js';

const AUDIENCE = 'https://workflow.example/events';
let issuer = '';
let issuerServer: Server;
let jwks: JSONWebKeySet;
let signWith: webcrypto.CryptoKey;
let client: TestCertificate;
let other: TestCertificate;
let metadataIssuer: string | undefined;

async function token(
  change: Readonly<Record<string, unknown>> = {},
  header: { typ?: string; alg?: string } = {},
): Promise<string> {
  const claims = {
    iss: issuer,
    aud: AUDIENCE,
    client_id: 'countersign',
    sub: 'countersign',
    tenant: 'default',
    scope: 'events:write other',
    cnf: { 'x5t#S256': client.thumbprint },
    exp: Math.floor(Date.now() / 1000) + 300,
    ...change,
  };
  return new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: 'k', typ: 'at+jwt', ...header }).sign(signWith);
}

const asked = (bearer: string, change: Partial<BoundTokenOptions> = {}) =>
  requireCertificateBoundToken(
    { headers: { authorization: `Bearer ${bearer}` } },
    {
      issuer,
      audience: AUDIENCE,
      tenant: 'default',
      scopes: ['events:write'],
      certificate: client.certificate,
      ...change,
    },
  );

beforeAll(async () => {
  const authority = await createCertificateAuthority();
  client = await authority.issueClient();
  other = await authority.issueClient();
  const keys = await generateKeyPair('ES256');
  signWith = keys.privateKey;
  jwks = { keys: [{ ...(await exportJWK(keys.publicKey)), kid: 'k', alg: 'ES256', use: 'sig' }] };
  issuerServer = createServer((request, response) => {
    const answer =
      request.url === '/.well-known/oauth-authorization-server/tenant'
        ? { issuer: metadataIssuer ?? issuer, jwks_uri: `${issuer}/jwks` }
        : request.url === '/tenant/jwks'
          ? jwks
          : null;
    response.writeHead(answer === null ? 404 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  await once(issuerServer.listen(0, '127.0.0.1'), 'listening');
  issuer = `http://127.0.0.1:${(issuerServer.address() as AddressInfo).port}/tenant`;
});

afterAll(() => {
  issuerServer.close();
});

describe('requireCertificateBoundToken', () => {
  it('takes a token of the right issuer, audience, tenant and scope over the certificate that it is bound to', async () => {
    expect(await asked(await token())).toMatchObject({
      clientId: 'countersign',
      subject: 'countersign',
      tenant: 'default',
      scopes: ['events:write', 'other'],
      thumbprint: client.thumbprint,
    });
  });

  it.each<[string, string, Readonly<Record<string, unknown>>, Partial<BoundTokenOptions>]>([
    ['token_invalid', 'another issuer', { iss: 'https://other.example' }, {}],
    ['token_invalid', 'another audience', { aud: 'https://other.example' }, {}],
    ['token_invalid', 'a time that is over', { exp: 1_700_000_000 }, {}],
    ['token_invalid', 'a time that has not begun', { nbf: 4_000_000_000 }, {}],
    ['token_not_bound', 'no binding', { cnf: undefined }, {}],
    ['token_not_bound', 'a binding to a key, not to a certificate', { cnf: { jkt: 'x' } }, {}],
    ['certificate_differs', 'a binding to another certificate', { cnf: { 'x5t#S256': 'x' } }, {}],
    ['tenant_differs', 'another tenant', { tenant: 'other' }, {}],
    ['tenant_differs', 'no tenant where one is demanded', { tenant: undefined }, {}],
    ['insufficient_scope', 'a scope that lacks', { scope: 'events:writer' }, {}],
    ['insufficient_scope', 'no scope at all', { scope: undefined }, {}],
    ['certificate_missing', 'no certificate on the connection', {}, { certificate: null }],
    ['certificate_missing', 'what Node answers where there is none', {}, { certificate: {} }],
  ])('refuses with %s: %s', async (code, _what, claims, options) => {
    const refused = asked(await token(claims), options);
    await expect(refused).rejects.toBeInstanceOf(ListenerError);
    await expect(refused).rejects.toMatchObject({ code, status: code === 'insufficient_scope' ? 403 : 401 });
  });

  it('refuses the certificate of somebody else who holds a copy of the token', async () => {
    await expect(asked(await token(), { certificate: other.certificate })).rejects.toMatchObject({
      code: 'certificate_differs',
      headers: { 'WWW-Authenticate': 'Bearer error="invalid_token", error_description="certificate_differs"' },
    });
  });

  it('refuses an ID token, and takes its typ only where the receiver names it', async () => {
    const named = await token({}, { typ: 'JWT' });
    await expect(asked(named)).rejects.toMatchObject({ code: 'token_invalid' });
    expect(await asked(named, { types: ['JWT'] })).toMatchObject({ clientId: 'countersign' });
  });

  it('refuses a token without an expiry, with a shared key, without a signature, or that is none', async () => {
    const shared = await new SignJWT({ iss: issuer, aud: AUDIENCE })
      .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt' })
      .sign(Buffer.alloc(32));
    const [header, payload] = (await token()).split('.');
    const unsigned = `${Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url')}.${payload}.`;
    for (const wrong of [await token({ exp: undefined }), shared, unsigned, `${header}.${payload}.AAAA`, 'opaque'])
      await expect(asked(wrong)).rejects.toMatchObject({ code: 'token_invalid', status: 401 });
  });

  it('asks for a token where none came', async () => {
    for (const headers of [{}, { authorization: 'Basic eDp5' }, { authorization: 'Bearer a b' }])
      await expect(
        requireCertificateBoundToken({ headers }, { issuer, audience: AUDIENCE, tenant: null, certificate: null }),
      ).rejects.toMatchObject({ code: 'token_missing', status: 401, headers: { 'WWW-Authenticate': 'Bearer' } });
  });

  it('takes any tenant only where null was written for it', async () => {
    expect(await asked(await token({ tenant: undefined }), { tenant: null })).toMatchObject({ tenant: null });
    await expect(asked(await token(), { tenant: undefined as unknown as null })).rejects.toThrow(
      new TypeError('tenant must be given'),
    );
    await expect(requireCertificateBoundToken({ headers: {} }, {} as unknown as BoundTokenOptions)).rejects.toThrow(
      new TypeError('issuer, audience, tenant, certificate must be given'),
    );
  });

  it('takes no option that would let every token pass, as an environment without a variable makes them', async () => {
    const expired = await token({ exp: 1 });
    await expect(asked(expired, { clockToleranceSeconds: Number.NaN })).rejects.toThrow(
      new TypeError('clockToleranceSeconds must be a number, 0 or more'),
    );
    await expect(asked(await token({ aud: '', tenant: '' }), { audience: '', tenant: '' })).rejects.toThrow(
      new TypeError('audience, tenant must be given'),
    );
  });

  it('takes keys that were given, and calls it its own trouble when keys cannot be had', async () => {
    const elsewhere = 'http://127.0.0.1:9/none';
    expect(await asked(await token({ iss: elsewhere }), { issuer: elsewhere, keys: jwks })).toMatchObject({
      tenant: 'default',
    });
    await expect(asked(await token({ iss: elsewhere }), { issuer: elsewhere })).rejects.toMatchObject({
      code: 'issuer_keys_unavailable',
      status: 503,
    });
    await expect(
      asked(await token({ iss: elsewhere }), { issuer: elsewhere, keys: new URL('http://127.0.0.1:9/jwks') }),
    ).rejects.toMatchObject({ code: 'issuer_keys_unavailable', status: 503 });
  });

  it('does not take the keys of metadata that name another issuer', async () => {
    metadataIssuer = 'https://other.example';
    const alias = issuer.replace('127.0.0.1', 'localhost');
    await expect(asked(await token({ iss: alias }), { issuer: alias })).rejects.toMatchObject({
      code: 'issuer_keys_unavailable',
    });
    metadataIssuer = undefined;
  });
});

describe('certificateOf', () => {
  let server: TlsServer;
  let url = '';
  let authorityCertificate = '';

  beforeAll(async () => {
    const authority = await createCertificateAuthority();
    authorityCertificate = authority.certificate;
    const own = await authority.issueServer();
    server = createTlsServer(
      { cert: own.certificate, key: own.privateKey, requestCert: true, rejectUnauthorized: false },
      (request, response) => response.end(certificateThumbprint(certificateOf(request)) ?? 'none'),
    );
    await once(server.listen(0, '127.0.0.1'), 'listening');
    url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });

  afterAll(() => {
    server.close();
  });

  async function askedWith(certificate?: TestCertificate): Promise<string> {
    const shown = certificate === undefined ? {} : { cert: certificate.certificate, key: certificate.privateKey };
    const request = tlsRequest(url, { ca: authorityCertificate, agent: false, ...shown }).end();
    const [response] = (await once(request, 'response')) as [AsyncIterable<Buffer>];
    let text = '';
    for await (const chunk of response) text += chunk.toString();
    return text;
  }

  it('is the certificate that the client showed on this connection, or none', async () => {
    expect(await askedWith(client)).toBe(client.thumbprint);
    expect(await askedWith()).toBe('none');
    expect(certificateThumbprint(certificateOf({ headers: {} }))).toBeNull();
  });
});
