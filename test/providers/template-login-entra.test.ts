import { describe, expect, it } from '@jest/globals';
import { ENTRA_OBJECT_ID, ENTRA_TENANT_ID, type EntraOptions, startEntra } from '../support/personas.js';
import { TemplateLogin } from './template-login.js';

const OTHER = '00000000-1111-4222-8333-444444444444';
const THIRD = '99999999-aaaa-4bbb-8ccc-dddddddddddd';
const listed = { sub: ENTRA_OBJECT_ID, failure: null };

describe('directories of a provider made from the template entra', () => {
  const john = new TemplateLogin();

  async function login(options: EntraOptions, changes: Readonly<Record<string, unknown>>) {
    const persona = await john.at(startEntra(options));
    const name = await john.save('entra', {
      inputs: { tenantId: ENTRA_TENANT_ID },
      change: (body) => ({ ...body, ...persona.relocate(changes) }),
    });
    return await john.logIn(name);
  }

  const single = `https://login.microsoftonline.com/${ENTRA_TENANT_ID}/v2.0`;
  const shared = (name: string) => `https://login.microsoftonline.com/${name}/v2.0`;
  const both = [ENTRA_TENANT_ID, OTHER];

  it.each([
    ['the one on the list', { endpoint: 'organizations' }, {}, listed],
    [
      'one that is not on the list',
      { endpoint: 'organizations', tenantId: OTHER },
      {},
      { sub: null, failure: 'id_token.issuer_mismatch' },
    ],
    ['the first of two', { endpoint: 'organizations' }, { allowedTenantIds: both }, listed],
    ['the second of two', { endpoint: 'organizations', tenantId: OTHER }, { allowedTenantIds: both }, listed],
    [
      'neither of two',
      { endpoint: 'organizations', tenantId: THIRD },
      { allowedTenantIds: both },
      { sub: null, failure: 'id_token.issuer_mismatch' },
    ],
    ['one on the list, asked at common', {}, { issuer: shared('common') }, listed],
    [
      'one that is not on the list, asked at common',
      { tenantId: OTHER },
      { issuer: shared('common') },
      { sub: null, failure: 'id_token.issuer_mismatch' },
    ],
    ['the single one', { endpoint: ENTRA_TENANT_ID }, { issuer: single, allowedTenantIds: [] }, listed],
    ['the single one, listed too', { endpoint: ENTRA_TENANT_ID }, { issuer: single }, listed],
    [
      'another than the single one',
      { endpoint: ENTRA_TENANT_ID, tenantId: OTHER },
      { issuer: single, allowedTenantIds: [] },
      { sub: null, failure: 'id_token.issuer_mismatch' },
    ],
    [
      'the single one, which is not on the list',
      { endpoint: ENTRA_TENANT_ID },
      { issuer: single, allowedTenantIds: [OTHER] },
      { sub: null, failure: 'id_token.tenant_not_allowed' },
    ],
  ] as const)('judges an account of %s', async (_which, options, changes, expected) => {
    expect(await login(options, changes)).toMatchObject(expected);
  });
});
