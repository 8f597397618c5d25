import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { OverdueAttempts } from '../../src/attempts/abandon-overdue.js';
import { PendingEnder } from '../../src/signer-authentications/endings/end-pending.js';
import { SignerBrowser } from '../support/signer-browser.js';
import { LoginWorld } from './world.js';

describe('the end of a signer authentication', () => {
  let world: LoginWorld;

  beforeAll(async () => {
    world = await LoginWorld.start();
  });

  afterAll(async () => {
    await world.close();
  });

  it('is a result page where no return URL was given', async () => {
    const { signInUrl } = await world.create({ envelope: { id: 'env-page' }, returnUrl: null });
    const page = await world.logIn(new SignerBrowser(), signInUrl, 'openid', 'john');
    expect(page.status).toBe(200);
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
  });

  it('speaks the language of the recipient, then of the browser', async () => {
    const german = await world.create({
      envelope: { id: 'env-language' },
      recipient: { email: 'john@example.com', firstName: 'John', language: 'de-AT' },
    });
    expect(
      (await new SignerBrowser({ language: 'fr' }).open(german.signInUrl)).document
        .querySelector('html')
        ?.getAttribute('lang'),
    ).toBe('de');
    const any = await world.create({ envelope: { id: 'env-language-2' } });
    expect(
      (await new SignerBrowser({ language: 'fr' }).open(any.signInUrl)).document
        .querySelector('html')
        ?.getAttribute('lang'),
    ).toBe('fr');
  });

  it('comes one second after expiry, not one before', async () => {
    const { id, signInUrl } = await world.create({ envelope: { id: 'env-expiry' }, expiresInSeconds: 60 });
    world.service.clock.advance(59_000);
    expect((await new SignerBrowser().open(signInUrl)).status).toBe(200);
    expect((await world.read(id)).status).toBe('pending');
    world.service.clock.advance(2_000);
    expect((await new SignerBrowser().open(signInUrl)).status).toBe(410);
    const read = await world.read(id);
    expect(read).toMatchObject({
      status: 'expired',
      outcome: { provider: null, failure: { code: 'sign_in.expired' } },
    });
    expect(read.outcome.audit?.sequence).toBe(2);
    expect(await world.eventTypes('env-expiry')).toEqual([
      'signer_authentication.created',
      'signer_authentication.expired',
    ]);
  });

  it('does not succeed when the login comes back after expiry', async () => {
    const { id, signInUrl } = await world.create({ envelope: { id: 'env-late' }, expiresInSeconds: 60 });
    const browser = new SignerBrowser();
    await browser.open(signInUrl);
    await browser.click('button[value=openid]');
    world.service.clock.advance(61_000);
    const page = await browser.click('#account-john');
    expect(page.status).toBeGreaterThanOrEqual(400);
    expect((await world.read(id)).status).toBe('expired');
  });

  it('comes by cancelling, once, and nothing succeeds afterwards', async () => {
    const { id, signInUrl } = await world.create({ envelope: { id: 'env-cancel' } });
    const browser = new SignerBrowser();
    await browser.open(signInUrl);
    await browser.click('button[value=openid]');
    expect((await world.tenant.post(`/v1/signer-authentications/${id}/cancel`)).body).toMatchObject({
      status: 'cancelled',
    });
    expect((await world.tenant.post(`/v1/signer-authentications/${id}/cancel`)).status).toBe(200);
    const page = await browser.click('#account-john');
    expect(page.status).toBe(410);
    const read = await world.read(id);
    expect(read.status).toBe('cancelled');
    expect(
      (await world.eventTypes('env-cancel')).filter((type) => type === 'signer_authentication.cancelled'),
    ).toHaveLength(1);
    const done = await world.create({ envelope: { id: 'env-done' } });
    await world.logIn(new SignerBrowser(), done.signInUrl, 'openid', 'john');
    expect((await world.tenant.post(`/v1/signer-authentications/${done.id}/cancel`)).status).toBe(409);
  });

  it.each([
    ['cancelled', (id: string) => world.tenant.post(`/v1/signer-authentications/${id}/cancel`)],
    [
      'cancelled by an erasure',
      (_id: string, envelopeId: string) =>
        world.tenant.post('/v1/erasures', { envelopeId, recipientEmail: 'john@example.com' }),
    ],
    [
      'expired',
      (id: string) => {
        world.service.clock.advance(61_000);
        return world.tenant.get(`/v1/signer-authentications/${id}`);
      },
    ],
  ] as const)('that was %s while the signer was away asks the provider for nothing about them', async (how, end) => {
    const envelopeId = `env-away-${how}`;
    const { id, signInUrl } = await world.create({ envelope: { id: envelopeId }, expiresInSeconds: 60 });
    const browser = new SignerBrowser();
    await browser.open(signInUrl);
    await browser.click('button[value=openid]');
    expect((await end(id, envelopeId)).status).toBeLessThan(300);
    const before = world.openId.calls.counts();
    expect((await browser.click('#account-john')).status).toBe(410);
    expect(world.openId.calls.counts().token).toBe(before.token);
    expect(await world.eventTypes(envelopeId)).not.toContain('attempt.callback_received');
  });

  it('does not succeed with a provider that was disabled during the login', async () => {
    await world.addProvider(world.openIdBody({ name: 'switched' }));
    world.openId.registerRedirectUri('sign', `${world.service.url}/callback/acme/switched`);
    const { id, signInUrl } = await world.create({
      envelope: { id: 'env-disabled' },
      providers: [{ name: 'switched' }],
    });
    const browser = new SignerBrowser();
    await browser.open(signInUrl);
    await browser.click('button[value=switched]');
    await world.tenant.post('/v1/providers/switched/disable');
    const tokens = world.openId.calls.counts().token;
    expect((await browser.click('#account-john')).status).toBe(409);
    expect(world.openId.calls.counts().token).toBe(tokens);
    expect((await world.read(id)).status).toBe('pending');
  });

  it('reaches every unfinished workstep of the same recipient and every later one, and no other recipient', async () => {
    const envelope = { id: 'env-spread' };
    const recipient = { email: 'John@EXAMPLE.com', firstName: 'John', lastName: 'Dough' };
    const first = await world.create({ envelope, recipient });
    const sibling = await world.create({
      envelope,
      recipient: { ...recipient, email: 'John@example.com' },
      workstep: { id: 'ws-2' },
    });
    const other = await world.create({ envelope, recipient: { ...recipient, email: 'jane@example.com' } });
    await world.logIn(new SignerBrowser(), first.signInUrl, 'oauth', 'john');
    expect((await world.read(first.id)).outcome.propagatedTo).toEqual([sibling.id]);
    expect((await world.read(sibling.id)).recipient.lastName).toBe('Doe-Smith');
    expect((await world.read(other.id)).recipient.lastName).toBe('Dough');
    const later = await world.tenant.post(
      '/v1/signer-authentications',
      world.requestBody({ envelope, recipient, workstep: { id: 'ws-3' } }),
    );
    expect(later.body).toMatchObject({ recipient: { lastName: 'Doe-Smith', replaced: ['recipient.lastName'] } });
    const elsewhere = await world.create({ envelope: { id: 'env-spread-2' }, recipient });
    expect((await world.read(elsewhere.id)).recipient.lastName).toBe('Dough');
  });

  it('hands back within 120 seconds only', async () => {
    const { id, signInUrl } = await world.create({ envelope: { id: 'env-handback' } });
    const arrived = await world.logIn(new SignerBrowser(), signInUrl, 'openid', 'john');
    world.service.clock.advance(121_000);
    const late = await world.tenant.post(`/v1/signer-authentications/${id}/handback`, {
      code: arrived.url.searchParams.get('handback'),
    });
    expect(late.body).toMatchObject({ status: 409, code: 'handback.invalid' });
  });

  it('comes in time to all but the one whose data do not open, and so do attempts', async () => {
    const broken = await world.create({ envelope: { id: 'env-broken' }, expiresInSeconds: 60 });
    const browser = new SignerBrowser();
    await browser.open(broken.signInUrl);
    await browser.click('button[value=openid]');
    const whole = await world.create({ envelope: { id: 'env-whole' }, expiresInSeconds: 61 });
    const database = world.service.app.get(DataSource);
    await database.query(`UPDATE signer_authentication SET details = '\\x00' WHERE id = $1`, [broken.id]);
    world.service.clock.advance(62_000);
    await expect(world.service.app.get(PendingEnder).expireOverdue()).rejects.toThrow(broken.id);
    expect((await world.read(whole.id)).status).toBe('expired');
    await world.service.app.get(OverdueAttempts).abandon();
    expect(await world.eventTypes('env-broken')).toContain('attempt.abandoned');
    await database.query(`UPDATE signer_authentication SET status = 'cancelled', ended_at = now() WHERE id = $1`, [
      broken.id,
    ]);
  });
});
