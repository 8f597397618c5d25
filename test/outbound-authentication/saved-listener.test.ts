import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ListenerWorld, type ReadDelivery } from '../deliveries/listener-world.js';
import { type AuthorizationServer, startAuthorizationServer } from '../support/authorization-server.js';
import {
  type CertificateAuthority,
  createCertificateAuthority,
  createSelfSignedClient,
  type TestCertificate,
} from '../support/certificates.js';
import { everyNth } from '../support/range.js';
import { VerifyingListener } from '../support/verifying-listener.js';
import { audience, clientSecret, scope } from './support/known-clients.js';

let world: ListenerWorld;
let as: AuthorizationServer;
let partner: VerifyingListener;
let authority: CertificateAuthority;
let [client, second]: readonly TestCertificate[] = [];
let endpointTls: TestCertificate;
let asTls: TestCertificate;
let places = 0;
/** Milliseconds. */
const ahead = 120_000;

const config = '$.oAuthConfiguration.clientCredentialsConfig';
const docusignKey = 'known-docusign-key-0001';
const made: { readonly name: string; readonly id: string }[] = [];

/** Both servers demand a certificate of the partner's CA in the handshake. */
beforeAll(async () => {
  authority = await createCertificateAuthority('CA of the partner');
  [client, second] = await Promise.all([authority.issueClient(), authority.issueClient({ commonName: 'second' })]);
  endpointTls = await authority.issueServer();
  asTls = await authority.issueServer();
  const demanding = { clientCertificateAuthorities: [authority.certificate], demandsClientCertificate: true };
  const bound = { tls_client_certificate_bound_access_tokens: true };
  as = await startAuthorizationServer({
    tls: { ...asTls, ...demanding },
    audience,
    scope,
    clients: [
      { client_id: 'bound', client_secret: clientSecret, ...bound },
      { client_id: 'unbound', client_secret: clientSecret },
    ],
  });
  partner = await VerifyingListener.start({
    tls: { ...endpointTls, ...demanding },
    docusignKeys: [docusignKey],
    issuer: as.issuer,
    issuerKey: as.publicJwk,
    audience,
    scopes: [scope],
  });
  world = await ListenerWorld.start();
  const stranger = await createSelfSignedClient({ commonName: 'stranger' });
  for (const [name, one] of [
    ['ours', client],
    ['second', second],
    ['stranger', stranger],
  ] as const) {
    const { certificate, privateKey } = one;
    const answer = await world.tenant.post('/v1/client-certificates', { name, import: { certificate, privateKey } });
    expect(answer).toMatchObject({ status: 201 });
  }
});
afterAll(async () => {
  await world.close();
  await partner.close();
  await as.close();
});
afterEach(async () => {
  if (as.lifetime === 1) world.service.clock.advance(-ahead);
  as.lifetime = 600;
  for (const { name, id } of made.splice(0)) {
    await world.tenant.delete(`/v1/listeners/${name}`, { 'if-match': '*' });
    await world.tenant.delete(`/v1/external-authentications/${id}`, { 'if-match': '*' });
  }
});

interface Changes {
  readonly endpoint?: Readonly<Record<string, unknown>>;
  readonly grant?: Readonly<Record<string, unknown>>;
  readonly key?: string;
}

const presented = (clientCertificate: string) => ({ clientCertificate });
const pinned = ({ certificate }: TestCertificate) => ({ isPublicCA: false, pem: certificate });

/** A listener that knows nothing of it, and the external authentication of its URL; one event; what became of it. */
async function delivered({ endpoint = {}, grant = {}, key = docusignKey }: Changes = {}): Promise<ReadDelivery> {
  const url = `${partner.origin}/events/${(places += 1)}`;
  const saved = await world.tenant.post('/v1/external-authentications', {
    url,
    mutualTls: presented('ours'),
    serverCertificate: pinned(endpointTls),
    oAuthConfiguration: {
      clientCredentialsConfig: {
        url: as.tokenUrl,
        clientId: 'bound',
        clientSecret,
        scope,
        resource: audience,
        mutualTls: presented('ours'),
        serverCertificate: pinned(asTls),
        certificateBoundTokens: true,
        ...grant,
      },
    },
    ...endpoint,
  });
  expect(saved).toMatchObject({ status: 201 });
  const { name, answer } = await world.listenAnswer(
    { url },
    { signatures: { docusign: { secrets: [key] } }, acknowledgement: 'receipt', retrySchedule: [600] },
  );
  made.push({ name, id: (saved.body as { id: string }).id });
  expect(answer.body).toMatchObject({ warnings: [{ code: 'external_authentication_applies', path: '$.url' }] });
  await world.ask(`env-${places}`);
  const [found] = await world.until(
    () => world.deliveries(`listener=${name}`),
    (deliveries) => (deliveries[0]?.tries ?? 0) > 0,
  );
  return world.delivery(found!.id);
}

describe('an event reaches a saved listener as DocuSign draws it', () => {
  it('over mutual TLS, with a token that is bound to the certificate, and HMAC beside it, each verified by the receiver', async () => {
    const delivery = await delivered();
    expect(delivery).toMatchObject({
      status: 'delivered',
      attempts: [
        {
          status: 204,
          code: null,
          path: null,
          authentication: {
            externalAuthentication: made[0]?.id,
            certificateThumbprint: client?.thumbprint,
            token: 'client_credentials',
          },
        },
      ],
    });
    expect(partner.accepted).toEqual([
      {
        delivery: expect.objectContaining({ id: delivery.eventId, verifiedBy: 'docusign', duplicate: false }),
        token: expect.objectContaining({ clientId: 'bound', thumbprint: client?.thumbprint, scopes: [scope] }),
      },
    ]);
    expect(partner.refused).toEqual([]);
  });
});

describe('with one side broken nothing is delivered, and the delivery names the setting', () => {
  const rows: readonly [string, () => Changes, string, string][] = [
    [
      'another certificate at the endpoint than the token was asked for with',
      () => ({ endpoint: { mutualTls: presented('second') }, grant: { certificateBoundTokens: false } }),
      'external_authentication.call_refused',
      `${config}.certificateBoundTokens`,
    ],
    [
      'a certificate that nobody issued, at the endpoint',
      () => ({ endpoint: { mutualTls: presented('stranger') }, grant: { certificateBoundTokens: false } }),
      'external_authentication.(client_certificate_refused|connection_reset)',
      '$.mutualTls.clientCertificate',
    ],
    [
      'a certificate that nobody issued, at the authorization server',
      () => ({ grant: { mutualTls: presented('stranger'), certificateBoundTokens: false } }),
      'external_authentication.(client_certificate_refused|connection_reset)',
      `${config}.mutualTls.clientCertificate`,
    ],
    [
      'no certificate at the endpoint',
      () => ({ endpoint: { mutualTls: null }, grant: { clientId: 'unbound', certificateBoundTokens: false } }),
      'external_authentication.(client_certificate_required|connection_reset)',
      '$.mutualTls',
    ],
    [
      'no certificate at the authorization server',
      () => ({ grant: { mutualTls: null, clientId: 'unbound', certificateBoundTokens: false } }),
      'external_authentication.(client_certificate_required|connection_reset)',
      `${config}.mutualTls`,
    ],
    [
      'a token that is not bound, where it is known that it has to be',
      () => ({ grant: { clientId: 'unbound' } }),
      'external_authentication.token_not_bound',
      `${config}.certificateBoundTokens`,
    ],
    [
      'a token that is not bound, refused by the listener',
      () => ({ grant: { clientId: 'unbound', certificateBoundTokens: false } }),
      'external_authentication.call_refused',
      `${config}.certificateBoundTokens`,
    ],
    [
      'the wrong leaf of the endpoint',
      () => ({ endpoint: { serverCertificate: pinned(asTls) } }),
      'external_authentication.tls_server_certificate_differs',
      '$.serverCertificate.pem',
    ],
    [
      'the wrong leaf of the authorization server',
      () => ({ grant: { serverCertificate: pinned(endpointTls) } }),
      'external_authentication.tls_server_certificate_differs',
      `${config}.serverCertificate.pem`,
    ],
    [
      'a wrong client secret',
      () => ({ grant: { clientSecret: 'another-secret' } }),
      'external_authentication.token_request_refused',
      `${config}.clientSecret`,
    ],
    [
      'a token that had expired when it came',
      () => {
        as.lifetime = 1;
        world.service.clock.advance(ahead);
        return {};
      },
      'external_authentication.token_response_invalid',
      `${config}.url`,
    ],
    ['another key of the HMAC', () => ({ key: 'another-docusign-key' }), 'delivery.http_error', '$.signatures'],
  ];
  it.each(everyNth(rows, 3))('%s', async (_what, changes, code, path) => {
    const before = partner.accepted.length;
    const delivery = await delivered(changes());
    expect(delivery).toMatchObject({
      status: 'failed',
      code: expect.stringMatching(new RegExp(`^${code}$`)),
      attempts: [{ path }],
    });
    expect(partner.accepted).toHaveLength(before);
    expect(JSON.stringify(delivery)).not.toMatch(/known-|another-|eyJ|PRIVATE KEY/);
  });
});
