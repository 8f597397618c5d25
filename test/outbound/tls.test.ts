import { TLSSocket } from 'node:tls';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { OutboundTls } from '../../src/outbound/outbound-call.js';
import {
  type CertificateAuthority,
  createCertificateAuthority,
  createSelfSignedServer,
  EXPIRED,
  type TestCertificate,
} from '../support/certificates.js';
import { call, client, closeClients, failure, text } from './clients.js';
import { closeServers, httpServer, httpsServer, rawServer } from './servers.js';

let ca: CertificateAuthority;
let otherCa: CertificateAuthority;
let leaf: TestCertificate;
let clientCertificate: TestCertificate;

beforeAll(async () => {
  ca = await createCertificateAuthority('Private CA');
  otherCa = await createCertificateAuthority('Other CA');
  leaf = await ca.issueServer({ alternativeNames: [{ type: 'dns', value: 'localhost' }] });
  clientCertificate = await ca.issueClient({ commonName: 'countersign' });
});

afterEach(async () => {
  await closeServers();
  await closeClients();
});

const serve = ({ certificate, privateKey }: TestCertificate, more: object = {}) =>
  httpsServer({ cert: certificate, key: privateKey, ...more }, (request, response) => {
    const { socket } = request;
    if (!(socket instanceof TLSSocket)) throw new Error('expected TLS');
    const peer = socket.getPeerCertificate();
    response.end(JSON.stringify({ client: 'subject' in peer ? peer.subject.CN : null, version: socket.getProtocol() }));
  });

const outcome = async (server: TestCertificate, tls: OutboundTls | undefined, host = 'localhost') => {
  const { port } = await serve(server);
  try {
    return (await client().send(call(`https://${host}:${port}/`, { tls }))).status;
  } catch (error) {
    return (error as { reason: unknown }).reason;
  }
};

describe('a server certificate', () => {
  it('of a CA that the system does not know is refused', async () => {
    expect(await outcome(leaf, undefined)).toBe('tls_untrusted');
  });

  it("of the provider's private CA is accepted, of another CA refused", async () => {
    expect(await outcome(leaf, { ca: ca.certificate })).toBe(200);
    expect(await outcome(leaf, { ca: `${otherCa.certificate}\n${ca.certificate}` })).toBe(200);
    expect(await outcome(leaf, { ca: otherCa.certificate })).toBe('tls_untrusted');
  });

  it('that is self-signed is refused, unless it is the pinned one', async () => {
    const selfSigned = await createSelfSignedServer();
    expect(await outcome(selfSigned, undefined)).toBe('tls_untrusted');
    expect(await outcome(selfSigned, { leaf: selfSigned.certificate })).toBe(200);
  });

  it('is accepted when it is the pinned one, without its chain', async () => {
    expect(await outcome(leaf, { leaf: leaf.certificate })).toBe(200);
    expect(await outcome(leaf, { leaf: leaf.certificate, ca: otherCa.certificate })).toBe(200);
  });

  it('is refused when another one is pinned, even one of the same name and CA, or of a pinned certificate that can issue', async () => {
    const renewed = await ca.issueServer();
    expect(await outcome(renewed, { leaf: leaf.certificate })).toBe('tls_untrusted');
    expect(await outcome(renewed, { leaf: leaf.certificate, ca: ca.certificate })).toBe('tls_untrusted');
    expect(await outcome(leaf, { leaf: ca.certificate })).toBe('tls_untrusted');
  });

  it('that has expired or is not yet valid is refused, pinned or not', async () => {
    const expired = await ca.issueServer(EXPIRED);
    const early = await ca.issueServer({ notBefore: new Date(Date.now() + 3_600_000) });
    for (const certificate of [expired, early]) {
      expect(await outcome(certificate, { ca: ca.certificate })).toBe('tls_expired');
      expect(await outcome(certificate, { leaf: certificate.certificate })).toBe('tls_expired');
    }
  });

  it('for another host name is refused, pinned or not', async () => {
    const other = await ca.issueServer({ alternativeNames: [{ type: 'dns', value: 'idp.example' }] });
    expect(await outcome(other, { ca: ca.certificate })).toBe('tls_name_mismatch');
    expect(await outcome(other, { leaf: other.certificate })).toBe('tls_name_mismatch');
  });

  it('for an address literal must name the address', async () => {
    const forAddress = await ca.issueServer({ alternativeNames: [{ type: 'ip', value: '127.0.0.1' }] });
    expect(await outcome(forAddress, { ca: ca.certificate }, '127.0.0.1')).toBe(200);
    expect(await outcome(leaf, { ca: ca.certificate }, '127.0.0.1')).toBe('tls_name_mismatch');
  });

  it('meant for clients only is refused', async () => {
    const wrongUse = await ca.issueClient({ alternativeNames: [{ type: 'dns', value: 'localhost' }] });
    expect(await outcome(wrongUse, { ca: ca.certificate })).toBe('tls_untrusted');
  });
});

describe('a client certificate', () => {
  const askFor = (tls: OutboundTls, version: 'TLSv1.2' | 'TLSv1.3') => async () => {
    const server = await serve(leaf, {
      ca: ca.certificate,
      requestCert: true,
      rejectUnauthorized: true,
      minVersion: version,
      maxVersion: version,
    });
    return client().send(call(server.origin, { tls: { ca: ca.certificate, ...tls } }));
  };

  it.each(['TLSv1.2', 'TLSv1.3'] as const)('is presented over %s', async (version) => {
    const answer = await askFor(
      { certificate: clientCertificate.certificate, privateKey: clientCertificate.privateKey },
      version,
    )();
    expect(JSON.parse(text(answer))).toEqual({ client: 'countersign', version });
  });

  // Over TLS 1.3 the handshake is complete when the server finds out, and Node's server then just hangs up.
  it.each([
    ['TLSv1.2', 'tls_failed'],
    ['TLSv1.3', 'connection_reset'],
  ] as const)('that is missing over %s ends in %s', async (version, reason) => {
    expect(await failure(askFor({}, version)())).toMatchObject({ reason });
  });

  it('of another version never uses the connection of the one before', async () => {
    const next = await ca.issueClient({ commonName: 'countersign 2' });
    const server = await serve(leaf, { ca: ca.certificate, requestCert: true, rejectUnauthorized: false });
    const outbound = client();
    const names: unknown[] = [];
    for (const [credentialVersion, { certificate, privateKey }] of [
      [1, clientCertificate],
      [2, next],
      [1, clientCertificate],
    ] as const) {
      const tls = { ca: ca.certificate, certificate, privateKey, credentialVersion };
      names.push((JSON.parse(text(await outbound.send(call(server.origin, { tls })))) as { client: unknown }).client);
    }
    const withNone = await outbound.send(call(server.origin, { tls: { ca: ca.certificate } }));
    expect([...names, JSON.parse(text(withNone))]).toMatchObject([
      'countersign',
      'countersign 2',
      'countersign',
      { client: null },
    ]);
    expect(server.connections()).toBe(3);
  });

  it.each([
    [
      'a key that belongs to another certificate',
      () => ({ certificate: clientCertificate.certificate, privateKey: leaf.privateKey }),
    ],
    ['no key', () => ({ certificate: clientCertificate.certificate })],
    ['a key without a certificate', () => ({ privateKey: clientCertificate.privateKey })],
    ['text that is no certificate', () => ({ certificate: 'nonsense', privateKey: clientCertificate.privateKey })],
    ['text that is no CA', () => ({ ca: 'nonsense' })],
    [
      'text that is no pinned certificate',
      () => ({ leaf: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----' }),
    ],
  ])('or trust made of %s is refused before anything is sent', async (_name, tls) => {
    const server = await serve(leaf);
    expect(await failure(client().send(call(server.origin, { tls: tls() })))).toMatchObject({
      reason: 'tls_credential_unusable',
      requestSent: false,
    });
    expect(server.connections()).toBe(0);
  });
});

describe('a server that', () => {
  it('does not speak TLS is told apart from one that is not trusted', async () => {
    const { port } = await httpServer((_request, response) => {
      response.end();
    });
    expect(await failure(client().send(call(`https://localhost:${port}`)))).toMatchObject({
      reason: 'tls_failed',
      requestSent: false,
    });
  });

  it('speaks only TLS 1.1 is refused', async () => {
    const server = await serve(leaf, { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' });
    expect(await failure(client().send(call(server.origin, { tls: { ca: ca.certificate } })))).toMatchObject({
      reason: 'tls_failed',
    });
  });

  it('accepts and then says nothing runs into the time for connecting', async () => {
    const { port } = await rawServer(() => undefined);
    const outbound = client({ limits: { connectMs: 200 } });
    expect(await failure(outbound.send(call(`https://localhost:${port}`)))).toMatchObject({
      reason: 'connect_timeout',
      requestSent: false,
    });
  });

  it('hangs up during the handshake is a broken connection', async () => {
    const { port } = await rawServer((socket) => {
      socket.destroy();
    });
    expect(await failure(client().send(call(`https://localhost:${port}`)))).toMatchObject({
      reason: 'connection_reset',
      requestSent: false,
    });
  });
});
