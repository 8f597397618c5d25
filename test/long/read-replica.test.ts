import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { EvidenceRetention } from '../../src/audit/erasure/evidence-retention.js';
import { readZip } from '../audit/support/zip-files.js';
import { LoginWorld } from '../signer-authentications/world.js';
import { LocalServer } from '../support/cluster/local-server.js';
import { havePostgresql } from '../support/cluster/unprivileged.js';
import { basic, OAuthTests, type Tokens } from '../support/oauth/oauth-tests.js';
import { Opened, removed } from '../support/opened.js';
import type { ApiAnswer, ApiClient } from '../support/service/api-client.js';
import { SignerBrowser } from '../support/signer-browser.js';

interface Trail {
  readonly events: readonly {
    readonly type: string;
    readonly disclosed?: {
      readonly absent: readonly { readonly why: string }[];
      readonly values: object;
      readonly evidence: object;
    };
  }[];
}

(havePostgresql ? describe : describe.skip)('with a standby that lists, trails and evidence are read from', () => {
  const opened = new Opened();
  let primary: LocalServer;
  let standby: LocalServer;
  let world: LoginWorld;
  /** Of the same tenant as whoever changes things. */
  let auditor: ApiClient;

  beforeAll(async () => {
    const directory = await opened.add(mkdtemp(join(tmpdir(), 'countersign-replica-')), removed);
    primary = await opened.add(LocalServer.start());
    standby = await opened.add(LocalServer.standbyOf(primary));
    world = await opened.add(
      LoginWorld.start(
        { READ_DATABASE_URL: standby.url() },
        { dataDir: directory, databaseUrl: primary.url(), close: () => Promise.resolve() },
      ),
    );
    auditor = await another([
      'audit:read',
      'audit:disclose',
      'authentications:read',
      'deliveries:read',
      'providers:read',
    ]);
  });

  afterAll(() => opened.close());

  async function another(scopes: readonly string[]): Promise<ApiClient> {
    const made = await world.tenant.post('/v1/api-keys', { scopes });
    expect(made).toMatchObject({ status: 201 });
    return world.service.caller((made.body as { key: string }).key);
  }

  async function delay(by: string): Promise<void> {
    await standby.query(`ALTER SYSTEM SET recovery_min_apply_delay = '${by}'`);
    await standby.query('SELECT pg_reload_conf()');
    await sleep(300);
  }

  /** How old an answer says that it is, in milliseconds; null: it is not. */
  const ageOf = ({ headers }: ApiAnswer): number | null => {
    const asOf = headers.get('countersign-as-of');
    return asOf === null ? null : Date.now() - new Date(asOf).getTime();
  };
  const typesOf = ({ body }: ApiAnswer) => (body as Trail).events.map(({ type }) => type);
  const idsOf = ({ body }: ApiAnswer) => (body as { items: readonly { id: string }[] }).items.map(({ id }) => id);

  async function loggedIn(envelope: string): Promise<string> {
    const { id, signInUrl } = await world.create({ envelope: { id: envelope } });
    await world.logIn(new SignerBrowser(), signInUrl, 'openid', 'john');
    return id;
  }

  test('the standby answers what it has caught up with, and says as of when', async () => {
    const id = await loggedIn('env-fresh');
    for (const path of ['/v1/audit-events', '/v1/signer-authentications', '/v1/deliveries', '/v1/statistics/logins']) {
      const answer = await auditor.get(path);
      expect([path, answer.status]).toEqual([path, 200]);
      expect(ageOf(answer)).toBeLessThan(5_000);
    }
    expect(idsOf(await auditor.get('/v1/signer-authentications?envelopeId=env-fresh'))).toEqual([id]);
    const used = await standby.query<{ used: boolean }>(
      `SELECT count(*) > 0 AS used FROM pg_stat_activity WHERE application_name = 'countersign'`,
    );
    expect(used).toEqual([{ used: true }]);
  });

  test('with a lag of 30 s nothing is decided by what was, and what is old says so', async () => {
    const erased = await loggedIn('env-erased');
    const kept = await loggedIn('env-kept');
    const leaving = await another(['audit:read']);
    const client = await new OAuthTests(world.service, world.tenant).system();
    const oauth = new OAuthTests(world.service, world.tenant);
    const form = { grant_type: 'client_credentials', scope: 'providers:read' };
    const { access_token: token } = (await oauth.token(form, basic(client))).body as Tokens;
    // Everything so far has arrived there, so that it could be given out.
    expect(ageOf(await auditor.get('/v1/audit-events'))).toBeLessThan(5_000);
    await delay('30s');

    const now = await loggedIn('env-now');
    // Whoever has done it sees it; whoever has not is told that the answer is old.
    const own = await world.tenant.get('/v1/signer-authentications?envelopeId=env-now');
    expect([idsOf(own), ageOf(own)]).toEqual([[now], null]);
    await sleep(6_000);
    const old = await auditor.get('/v1/signer-authentications?envelopeId=env-now');
    expect(idsOf(old)).toEqual([]);
    expect(ageOf(old)).toBeGreaterThan(5_000);
    const events = await auditor.get('/v1/audit-events?envelopeId=env-now');
    expect([(events.body as { items: unknown[] }).items, ageOf(events)]).toEqual([[], expect.any(Number)]);
    // One envelope is never old.
    const trail = await auditor.get('/v1/envelopes/env-now/audit-trail');
    expect(typesOf(trail)).toContain('signer_authentication.succeeded');
    expect((await auditor.get(`/v1/signer-authentications/${now}`)).body).toMatchObject({ status: 'succeeded' });

    // Persons who were erased, and evidence that was destroyed.
    const body = { envelopeId: 'env-erased', recipientEmail: 'john@example.com' };
    expect(await world.tenant.post('/v1/erasures', body)).toMatchObject({ status: 201 });
    const disclosed = (await auditor.get('/v1/envelopes/env-erased/audit-trail?disclose=true')).body as Trail;
    const shown = disclosed.events.flatMap((event) => event.disclosed ?? []);
    expect(shown.flatMap(({ values, evidence }) => [...Object.keys(values), ...Object.keys(evidence)])).toEqual([]);
    expect(shown.flatMap(({ absent }) => absent.map(({ why }) => why)).every((why) => why === 'erased')).toBe(true);
    const listed = (await auditor.get('/v1/signer-authentications?envelopeId=env-erased')).body as { items: object[] };
    expect(listed.items).toMatchObject([{ id: erased, recipient: null, outcome: null }]);
    await expectEvidence('env-erased', false);
    await expectEvidence('env-kept', true);
    expect(await world.tenant.put('/v1/retention', { evidenceDays: 30 })).toMatchObject({ status: 200 });
    world.service.clock.advance(31 * 86_400_000);
    await world.service.app.get(EvidenceRetention).run();
    world.service.clock.advance(-31 * 86_400_000);
    await expectEvidence('env-kept', false);
    expect((await auditor.get(`/v1/signer-authentications/${kept}`)).body).toMatchObject({ status: 'succeeded' });

    // Keys, tokens, revisions.
    const keys = (await world.tenant.get('/v1/api-keys')).body as { items: { id: string; scopes: string[] }[] };
    const leavingId = keys.items.find(({ scopes }) => scopes.join() === 'audit:read')?.id ?? '';
    expect(await world.tenant.delete(`/v1/api-keys/${leavingId}`)).toMatchObject({ status: 204 });
    expect(await leaving.get('/v1/audit-events')).toMatchObject({ status: 401 });
    expect(await oauth.call(token, '/v1/providers')).toMatchObject({ status: 200 });
    await fetch(`${world.service.url}/oauth/token/revocation`, {
      method: 'POST',
      headers: basic(client),
      body: new URLSearchParams({ token }),
    });
    expect(await oauth.call(token, '/v1/providers')).toMatchObject({ status: 401 });
    const before = (await world.tenant.get('/v1/providers/openid')).headers.get('etag') ?? '';
    expect(await world.tenant.post('/v1/providers/openid/disable')).toMatchObject({ status: 200 });
    const stale = await world.tenant.put('/v1/providers/openid', world.openIdBody(), { 'if-match': before });
    expect(stale).toMatchObject({ status: 412 });
    expect(await world.tenant.post('/v1/providers/openid/enable')).toMatchObject({ status: 200 });
  });

  /** Whether the package has raw bodies. */
  async function expectEvidence(envelope: string, there: boolean): Promise<void> {
    const answer = await fetch(`${world.service.url}/v1/envelopes/${envelope}/evidence`, {
      headers: { authorization: `Bearer ${String(auditor.key)}` },
    });
    expect(answer.status).toBe(200);
    const files = await readZip(Buffer.from(await answer.arrayBuffer()));
    const bodies = [...files.keys()].filter((name) => name.startsWith('evidence/'));
    expect([envelope, bodies.length > 0]).toEqual([envelope, there]);
  }

  test('a standby that is killed is not missed, and used again when it is back', async () => {
    await standby.stop('SIGKILL');
    await loggedIn('env-without');
    for (let turn = 0; turn < 3; turn += 1) {
      const answer = await auditor.get('/v1/audit-events');
      expect([answer.status, ageOf(answer)]).toEqual([200, null]);
    }
    expect(typesOf(await auditor.get('/v1/envelopes/env-without/audit-trail'))).toContain(
      'signer_authentication.succeeded',
    );
    await expectEvidence('env-without', true);
    await standby.configure({ recovery_min_apply_delay: '0' });
    await standby.run();
    await delay('0');
    let answer = await auditor.get('/v1/audit-events');
    for (let turn = 0; turn < 100 && ageOf(answer) === null; turn += 1) {
      await sleep(200);
      answer = await auditor.get('/v1/audit-events');
    }
    expect(ageOf(answer)).not.toBeNull();
    const said = world.service.log.lines.filter(({ context }) => context === 'ReadReplica');
    expect(said.map(({ level, msg }) => [level, String(msg).replace(/:.*/, '')])).toEqual([
      ['warn', 'The standby of READ_DATABASE_URL does not answer'],
      ['info', 'The standby of READ_DATABASE_URL answers again'],
    ]);
    expect(said[0]).toMatchObject({ error: { message: expect.any(String) } });
  });

  test('an instance starts without it', async () => {
    await standby.stop();
    await world.service.restart();
    expect(await auditor.get('/v1/audit-events')).toMatchObject({ status: 200 });
  });
});
