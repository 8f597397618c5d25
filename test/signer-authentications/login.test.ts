import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { attemptSchema } from '../../src/signer-authentications/api/attempts.schema.js';
import { SignerBrowser } from '../support/signer-browser.js';
import { LoginWorld, RETURN_URL, type SharedLoginWorld } from './world.js';

describe('a signer authentication', () => {
  let world: SharedLoginWorld;

  beforeAll(async () => {
    world = await LoginWorld.sharing();
  });

  afterAll(async () => {
    await world.close();
  });

  it('succeeds with an OpenID provider: validated, updated, handed back once', async () => {
    const { id, signInUrl } = await world.create({
      recipient: { email: 'john@example.com', firstName: 'John', lastName: 'Dough', phoneNumber: '+436641234567' },
    });
    const arrived = await world.logIn(new SignerBrowser(), signInUrl, 'openid', 'john');
    expect(arrived.url.href.startsWith(RETURN_URL)).toBe(true);
    expect(arrived.url.searchParams.get('status')).toBe('succeeded');
    expect(arrived.url.searchParams.get('signer_authentication')).toBe(id);

    const read = await world.read(id);
    expect(read.status).toBe('succeeded');
    expect(read.outcome).toMatchObject({
      provider: 'openid',
      revision: 1,
      subject: { issuer: world.openId.issuer, sub: 'john' },
      updates: {
        'recipient.lastName': { before: 'Dough', after: 'Doe' },
        'certificate.holderLastName': { before: null, after: 'Doe' },
      },
      effective: { otpPhoneNumber: '+436641234567', certificatePhoneNumber: '+436641234567' },
    });
    expect(read.outcome.verdicts.map((verdict) => verdict.result)).toEqual(['matched', 'matched', 'updated']);
    expect(read.recipient.lastName).toBe('Doe');

    const code = arrived.url.searchParams.get('handback');
    const redeemed = await world.tenant.post(`/v1/signer-authentications/${id}/handback`, { code });
    expect(redeemed.status).toBe(200);
    expect(redeemed.body).toMatchObject({ status: 'succeeded', provider: 'openid' });
    const again = await world.tenant.post(`/v1/signer-authentications/${id}/handback`, { code });
    expect(again.body).toMatchObject({ status: 409, code: 'handback.invalid' });
  });

  it('succeeds with an OAuth 2.0 provider whose resource takes the token in the header only', async () => {
    const { id, signInUrl } = await world.create({ envelope: { id: 'env-oauth' } });
    const arrived = await world.logIn(new SignerBrowser(), signInUrl, 'oauth', 'john');
    expect(arrived.url.searchParams.get('status')).toBe('succeeded');
    const read = await world.read(id);
    expect(read.outcome).toMatchObject({
      provider: 'oauth',
      updates: { 'recipient.lastName': { before: 'Doe', after: 'Doe-Smith' } },
    });
    expect(read.outcome.updates).not.toHaveProperty(['certificate.holderLastName']);
    expect(await world.eventTypes('env-oauth')).toEqual([
      'signer_authentication.created',
      'attempt.started',
      'attempt.callback_received',
      'attempt.token_received',
      'attempt.resource_fetched',
      'attempt.resource_fetched',
      'attempt.resource_fetched',
      'attempt.mapping_judged',
      'recipient.updated',
      'signer_authentication.succeeded',
    ]);
  });

  it('says of each mapping of a login that succeeded that it fits, and of one that was refused what did not', async () => {
    const { id, signInUrl } = await world.create({ envelope: { id: 'env-findings' } });
    await world.logIn(new SignerBrowser(), signInUrl, 'openid', 'mallory');
    await world.logIn(new SignerBrowser(), signInUrl, 'openid', 'john');
    const { body } = await world.tenant.get(`/v1/signer-authentications/${id}/attempts`);
    const { items } = z.object({ items: z.array(attemptSchema) }).parse(body);
    expect(items.map(({ status, verdict }) => [status, verdict])).toEqual([
      ['failed', 'fault'],
      ['succeeded', 'ok'],
    ]);
    expect(items[0]?.checks[0]).toMatchObject({ id: 'mapping', verdict: 'fault' });
    expect(items[1]?.checks.map(({ id: check, verdict, path }) => [check, verdict, path])).toEqual([
      ['mapping', 'ok', '$.idToken.mappings[0]'],
      ['mapping', 'ok', '$.idToken.mappings[1]'],
      ['mapping', 'ok', '$.idToken.mappings[2]'],
    ]);
  });

  it('lets the signer try another account after one that does not match, and updates nothing meanwhile', async () => {
    const { id, signInUrl } = await world.create({ envelope: { id: 'env-retry' } });
    const refused = await world.logIn(new SignerBrowser(), signInUrl, 'openid', 'mallory');
    expect(refused.status).toBe(422);
    expect(refused.text).not.toMatch(/mallory@|given_name|id_token/i);
    const pending = await world.read(id);
    expect(pending).toMatchObject({ status: 'pending', failedAttempts: 1, outcome: null });
    expect(pending.recipient.lastName).toBe('Doe');

    const browser = new SignerBrowser();
    const arrived = await world.logIn(browser, signInUrl, 'openid', 'john');
    expect(arrived.url.searchParams.get('status')).toBe('succeeded');
    const types = await world.eventTypes('env-retry');
    expect(types.filter((type) => type.endsWith('.failed'))).toEqual(['attempt.failed']);
  });

  it('fails for good once maxAttempts logins were refused', async () => {
    const { id, signInUrl } = await world.create({ envelope: { id: 'env-final' }, maxAttempts: 1 });
    const arrived = await world.logIn(new SignerBrowser(), signInUrl, 'openid', 'mallory');
    expect(arrived.url.searchParams.get('status')).toBe('failed');
    const read = await world.read(id);
    expect(read.outcome).toMatchObject({ updates: {}, failure: { code: 'mapping.mismatched', step: 'mapping' } });
    expect((await world.eventTypes('env-final')).filter((type) => type.endsWith('failed'))).toEqual([
      'signer_authentication.failed',
    ]);
  });

  it('does not count a login that the signer declined', async () => {
    const { id, signInUrl } = await world.create({ envelope: { id: 'env-decline' }, maxAttempts: 1 });
    const page = await world.logIn(new SignerBrowser(), signInUrl, 'openid', 'decline');
    expect(page.status).toBeGreaterThanOrEqual(400);
    expect(page.status).toBeLessThan(500);
    expect(await world.read(id)).toMatchObject({ status: 'pending', failedAttempts: 0 });
  });

  it('calls a warm provider for the token only', async () => {
    const { signInUrl } = await world.create({ envelope: { id: 'env-warm' } });
    await world.logIn(new SignerBrowser(), signInUrl, 'openid', 'john');
    const before = world.openId.calls.counts();
    const next = await world.create({ envelope: { id: 'env-warm-2' } });
    await world.logIn(new SignerBrowser(), next.signInUrl, 'openid', 'john');
    const after = world.openId.calls.counts();
    expect((after.token ?? 0) - (before.token ?? 0)).toBe(1);
    expect(after.discovery).toBe(before.discovery);
    expect(after.jwks).toBe(before.jwks);
  });

  it('puts the key set of the provider into the trail when a login first relies on it, once', async () => {
    const { items } = (await world.tenant.get('/v1/audit-events?type=jwks.first_used')).body as {
      items: { data: object }[];
    };
    expect(items).toHaveLength(1);
    expect(items[0]?.data).toMatchObject({ provider: 'openid', issuer: world.openId.issuer });
  });
});
