import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseVerifierKey } from '../../src/audit/log/signed-note.js';
import { verifyPackage } from '../../src/verify/verify-package.js';
import { readZip } from '../audit/support/zip-files.js';
import { SignerBrowser } from '../support/signer-browser.js';
import { LoginWorld, type SharedLoginWorld } from './world.js';

describe('the evidence of real logins', () => {
  let world: SharedLoginWorld;
  let directory: string;

  beforeAll(async () => {
    world = await LoginWorld.sharing();
    directory = mkdtempSync(join(tmpdir(), 'countersign-evidence-'));
  });
  afterAll(async () => {
    await world.close();
    rmSync(directory, { recursive: true });
  });

  async function download(envelopeId: string): Promise<{ zip: Buffer; file: string }> {
    const answer = await fetch(`${world.service.url}/v1/envelopes/${envelopeId}/evidence`, {
      headers: { authorization: `Bearer ${world.tenant.key ?? ''}` },
    });
    expect(answer.status).toBe(200);
    const zip = Buffer.from(await answer.arrayBuffer());
    const file = join(directory, `${envelopeId}.zip`);
    writeFileSync(file, zip);
    return { zip, file };
  }

  async function verify(file: string) {
    const keys = (await (await fetch(`${world.service.url}/v1/audit/key`)).text()).trimEnd().split('\n');
    return (await verifyPackage(file, keys.map(parseVerifierKey), () => undefined)).report;
  }

  async function logIn(envelopeId: string, provider: string, account = 'john') {
    const { signInUrl } = await world.create({ envelope: { id: envelopeId, name: 'Contract' } });
    return world.logIn(new SignerBrowser(), signInUrl, provider, account);
  }

  it('of an OpenID provider verifies, its ID token with a key that the log knew', async () => {
    await logIn('env-openid', 'openid');
    const { file, zip } = await download('env-openid');
    const report = await verify(file);
    expect(report.lie).toBeNull();
    expect(report.verified).toContainEqual({ check: 'ID tokens', detail: '1 signed by keys that the log knew' });
    const names = [...(await readZip(zip)).keys()];
    expect(names.filter((name) => name.endsWith('-id_token.jwt'))).toHaveLength(1);
  });

  it('of a refused login verifies as well', async () => {
    await logIn('env-refused', 'openid', 'mallory');
    expect((await verify((await download('env-refused')).file)).lie).toBeNull();
  });

  it('of an OAuth 2.0 provider has every resource as received, also the one without mappings', async () => {
    await logIn('env-oauth', 'oauth');
    const { file, zip } = await download('env-oauth');
    expect((await verify(file)).lie).toBeNull();
    const files = await readZip(zip);
    const license = [...files].find(([name]) => name.includes('resource-license'));
    expect(JSON.parse(license?.[1].toString() ?? '')).toEqual({ version: '1.2' });
  });

  it('has only what mappings read of a resource that is retained so, and still proves it', async () => {
    const changes = {
      name: 'oauth-mapped',
      resources: [
        {
          name: 'person',
          uri: world.oauth.resourceUri('person'),
          tokenParameter: 'access_token',
          retain: 'mapped',
          mappings: [{ path: 'person_data.given_name', action: 'validate', target: 'recipient.firstName' }],
        },
        { name: 'license', uri: `${world.oauth.resourceUri('license')}?key=s3cret`, retain: 'digest' },
      ],
    };
    world.oauth.registerRedirectUri('sign', await world.addProvider(world.oauthBody(changes)));
    const { signInUrl } = await world.create({ envelope: { id: 'env-mapped' }, providers: [{ name: 'oauth-mapped' }] });
    await world.logIn(new SignerBrowser(), signInUrl, 'oauth-mapped', 'john');
    const { file, zip } = await download('env-mapped');
    const report = await verify(file);
    expect(report.lie).toBeNull();
    expect(report.verified).toContainEqual({ check: 'digests only', detail: '2 bodies were not kept whole' });
    const disclosures = (await readZip(zip)).get('disclosures.jsonl')!.toString();
    expect(disclosures).toContain('"mapped":{"person_data.given_name":"John"}');
    expect(disclosures).not.toContain('Doe-Smith');
    const trail = JSON.stringify((await world.tenant.get('/v1/envelopes/env-mapped/audit-trail')).body);
    expect(trail).toContain('/license?key=…');
    expect(trail).not.toContain('s3cret');
  });

  it('verifies after the person was erased, and has nothing of them any more', async () => {
    await logIn('env-erased', 'openid');
    const erased = await world.tenant.post('/v1/erasures', {
      envelopeId: 'env-erased',
      recipientEmail: 'john@example.com',
    });
    expect(erased.status).toBe(201);
    const { file, zip } = await download('env-erased');
    const report = await verify(file);
    expect(report.lie).toBeNull();
    expect(report.verified.map(({ check }) => check)).toContain('erasures');
    for (const [, content] of await readZip(zip)) expect(content.toString()).not.toMatch(/john@|\bJohn\b|\bDoe\b/);
  });
});
