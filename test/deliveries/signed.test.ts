import { createHmac, createPrivateKey, createSecretKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type PublicKeyInput, verify } from '../../listener/src/index.js';
import { signatureHeaders } from '../../src/deliveries/signatures/sign.js';
import { keyOfWebhookSecret } from '../../src/deliveries/signatures/webhook-secret.js';
import { createCertificateAuthority, type TestCertificate } from '../support/certificates.js';
import { EventReceiver, type ReceivedEvent } from '../support/event-receiver.js';
import { ListenerWorld } from './listener-world.js';

interface Vectors {
  readonly secrets: readonly string[];
  readonly docusignKeys: readonly string[];
  readonly privateKeySeed: string;
  readonly deliveries: readonly {
    readonly name: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
    readonly verifiedBy?: string;
  }[];
}

const vectors = JSON.parse(readFileSync('test/vectors/webhooks.json', 'utf8')) as Vectors;
const PKCS8_OF_ED25519 = '302e020100300506032b657004220420';

describe('our signatures', () => {
  const keys = {
    standardWebhooks: vectors.secrets.map((secret) => ({
      id: secret,
      key: createSecretKey(keyOfWebhookSecret(secret)),
    })),
    asymmetric: createPrivateKey({
      key: Buffer.concat([Buffer.from(PKCS8_OF_ED25519, 'hex'), Buffer.from(vectors.privateKeySeed, 'base64')]),
      format: 'der',
      type: 'pkcs8',
    }),
    docusign: vectors.docusignKeys.map((key) => ({ id: key, key: createSecretKey(key, 'utf8') })),
  };

  it.each(vectors.deliveries.filter(({ verifiedBy }) => verifiedBy !== undefined))(
    'are those of test/vectors/webhooks.json: $name',
    ({ headers, body }) => {
      const at = new Date(Number(headers['webhook-timestamp'] ?? 0) * 1000);
      const made = signatureHeaders(keys, headers['webhook-id'] ?? '', at, body);
      const ours = Object.values(made).flatMap((value) => value.split(' '));
      const theirs = Object.entries(headers)
        .filter(([name]) => name === 'webhook-signature' || name.startsWith('x-docusign-signature'))
        .flatMap(([, value]) => value.split(' '));
      expect(ours.filter((one) => theirs.includes(one))).toHaveLength(1);
    },
  );
});

describe('a listener over TLS', () => {
  let world: ListenerWorld;
  let tls: TestCertificate;
  let receiver: EventReceiver;
  let name: string;
  const docusignKey = 'docusign-key-of-the-listener';
  const own = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
  const verified = (event: ReceivedEvent | undefined, keys: Parameters<typeof verify>[1]) =>
    verify({ headers: event?.request.headers ?? {}, body: event?.request.body }, keys);

  beforeAll(async () => {
    world = await ListenerWorld.start({ environment: { OUTBOUND_ALLOWED_CIDRS_TENANTS: 'acme' } });
    tls = await (await createCertificateAuthority()).issueServer();
    receiver = await EventReceiver.start({ tls });
  });
  afterAll(async () => {
    await world.close();
    await receiver.close();
  });

  it('is not sent anything while its certificate is of nobody we trust, and the test says so', async () => {
    name = await world.listen(receiver, {
      basic: { username: 'cs', password: 'password-of-basic' },
      signatures: {
        standardWebhooks: { secrets: [own], asymmetric: true },
        docusign: { secrets: [docusignKey] },
      },
    });
    const tested = await world.tenant.post(`/v1/listeners/${name}/test`);
    expect(tested.body).toMatchObject({ verdict: 'fault', status: null, checks: [{ id: 'delivery.tls_untrusted' }] });
    expect(receiver.events).toHaveLength(0);
  });

  it('whose leaf is pinned gets events with Basic and each signature, any of which verifies', async () => {
    const made = await world.tenant.post('/v1/external-authentications', {
      url: receiver.url,
      serverCertificate: { isPublicCA: false, pem: tls.certificate },
    });
    expect(made).toMatchObject({ status: 201 });
    const tested = await world.tenant.post(`/v1/listeners/${name}/test`);
    expect(tested.body).toMatchObject({ verdict: 'ok', status: 204, authentication: { basic: true } });
    await world.ask('env-tls');
    const [event] = await receiver.until(1, ({ body }) => body.data.envelopeId === 'env-tls');
    expect(event?.request.headers.authorization).toBe(
      `Basic ${Buffer.from('cs:password-of-basic').toString('base64')}`,
    );
    const { publicKey, jwk } = (await world.service.caller(null).get('/v1/tenants/acme/webhook-key')).body as {
      publicKey: string;
      jwk: PublicKeyInput;
    };
    expect(await verified(event, { secrets: [own] })).toMatchObject({ verifiedBy: 'v1', event: event?.body });
    expect(await verified(event, { publicKey })).toMatchObject({ verifiedBy: 'v1a' });
    expect(await verified(event, { publicKey: jwk })).toMatchObject({ verifiedBy: 'v1a' });
    expect(await verified(event, { docusignKeys: [docusignKey] })).toMatchObject({ verifiedBy: 'docusign' });
    await expect(verified(event, { docusignKeys: ['docusign-key-of-another'] })).rejects.toMatchObject({
      code: 'signature_differs',
    });
  });

  it('is signed to with the former secret too while it is rotated, for as long as asked, and with the new one', async () => {
    const { revision, ...read } = await world.read(name);
    const put = await world.tenant.put(
      `/v1/listeners/${name}`,
      {
        ...read,
        signatures: { standardWebhooks: { generate: true, overlapSeconds: 3_600 }, docusign: null },
      },
      { 'if-match': `"${revision}"` },
    );
    const next = (put.body as { secretsShownOnce: { standardWebhooks: string[] } }).secretsShownOnce
      .standardWebhooks[0] as string;
    await world.ask('env-both');
    const [both] = await receiver.until(1, ({ body }) => body.data.envelopeId === 'env-both');
    expect(both?.request.headers['x-docusign-signature-1']).toBeUndefined();
    expect(both?.request.headers['webhook-signature']?.toString().split(' ')).toHaveLength(2);
    for (const secret of [own, next])
      expect(await verified(both, { secrets: [secret] })).toMatchObject({ verifiedBy: 'v1' });

    world.service.clock.advance(3_601_000);
    await world.ask('env-new');
    const [after] = await receiver.until(1, ({ body }) => body.data.envelopeId === 'env-new');
    const now = () => world.service.clock.now().getTime();
    expect(await verified(after, { secrets: [next], now })).toMatchObject({ verifiedBy: 'v1' });
    await expect(verified(after, { secrets: [own], now })).rejects.toMatchObject({ code: 'signature_differs' });
  });

  it('that asks for Basic is a fault of $.basic, in the test and in the record of the try', async () => {
    receiver.behave(() => ({ status: 401, headers: { 'www-authenticate': 'Basic realm="events"' } }));
    const tested = await world.tenant.post(`/v1/listeners/${name}/test`);
    expect(tested.body).toMatchObject({ checks: [{ id: 'delivery.http_error', path: '$.basic' }] });
    receiver.behave(null);
    const plain = await world.receiver();
    plain.behave(() => ({ status: 401, headers: { 'www-authenticate': 'Basic realm="events"' } }));
    // What other tests have left pending may expire meanwhile.
    const other = await world.listen(plain, { events: ['signer_authentication.created'] });
    await world.ask('env-basic');
    const [failed] = await world.until(
      () => world.deliveries(`listener=${other}&status=failed`),
      (found) => found.length === 1,
    );
    expect((await world.delivery(failed?.id ?? '')).attempts[0]).toMatchObject({ status: 401, path: '$.basic' });
  });

  it('on a private address is called for those tenants only that OUTBOUND_ALLOWED_CIDRS_TENANTS names', async () => {
    const stranger = await world.service.newTenant('stranger');
    const inside = await world.receiver();
    const made = await stranger.post('/v1/listeners', { name: 'inside', url: inside.url });
    expect(made.status).toBe(201);
    const tested = await stranger.post('/v1/listeners/inside/test');
    expect(tested.body).toMatchObject({ answer: null, status: null, checks: [{ id: 'delivery.address_refused' }] });
    expect(inside.events).toHaveLength(0);
  });

  it('numbers the keys of DocuSign in the order in which they were entered', async () => {
    const plain = await world.receiver();
    const keys = Array.from({ length: 12 }, (_, index) => `docusign-key-of-place-${index}`);
    const ordered = await world.listen(plain, { signatures: { docusign: { secrets: keys } } });
    await world.tenant.post(`/v1/listeners/${ordered}/test`);
    const request = plain.events[0]?.request;
    expect(keys.map((_, index) => request?.headers[`x-docusign-signature-${index + 1}`])).toEqual(
      keys.map((key) =>
        createHmac('sha256', key)
          .update(request?.body ?? '')
          .digest('base64'),
      ),
    );
  });
});
