import { describe, expect, it } from '@jest/globals';
import { CORPPASS_COMPANY, CORPPASS_PERSON, type KeyedPersona, startCorppass } from '../support/personas.js';
import { everyNth } from '../support/range.js';
import type { Script } from '../support/scriptable-provider.js';
import { type SavedAs, TemplateLogin } from './template-login.js';

const forCompany = (expected: string) => [{ field: 'custom.entityRegistrationNumber', expected }];

describe('a provider made from the template corppass', () => {
  const john = new TemplateLogin();

  /** One login, at a persona that does one thing otherwise, with a template in which the admin changed something. */
  async function login(
    otherwise: (persona: KeyedPersona) => Script = () => ({}),
    { change, company = CORPPASS_COMPANY }: Pick<SavedAs, 'change'> & { readonly company?: string } = {},
  ) {
    const persona = await john.at(startCorppass());
    persona.provider.behave({ ...persona.habits, ...otherwise(persona) });
    const saved = await john.save('corppass', change && { change });
    return { persona, ended: await john.logIn(saved, forCompany(company)) };
  }

  const withUserinfo: SavedAs['change'] = (body) => ({
    ...body,
    scopes: ['openid', 'user.identity', 'user.name', 'user.corppass.email', 'entity.identity', 'authinfo'],
    resources: [{ name: 'userinfo', type: 'userinfo', signingAlgorithms: ['ES256'] }],
  });

  it('logs John Doe in for his company', async () => {
    const { ended, persona } = await login();
    expect(ended).toMatchObject({
      status: 'succeeded',
      sub: CORPPASS_PERSON,
      verdicts: [
        'recipient.email matched',
        'recipient.fullName matched',
        'custom.entityRegistrationNumber matched',
        'certificate.identificationNumber updated',
        'certificate.identificationCountry updated',
      ],
    });
    const [authorization] = persona.calls.all('authorization');
    expect([...(authorization?.query.keys() ?? [])].sort()).toEqual(['client_id', 'request_uri']);
  });

  it('reads what he may do from a UserInfo that is signed, with a token bound to the attempt', async () => {
    const { ended, persona } = await login(undefined, { change: withUserinfo });
    expect(ended).toMatchObject({ status: 'succeeded', sub: CORPPASS_PERSON });
    expect(persona.calls.last('userinfo').headers.authorization).toMatch(/^DPoP /);
  });

  it('leaves nothing for a diagnosis to complain about', async () => {
    await john.at(startCorppass());
    expect(await john.faultsOf(await john.save('corppass'))).toEqual([]);
  });

  it('refuses a person of another company', async () => {
    const { ended } = await login(undefined, { company: '199999999Z' });
    expect(ended).toMatchObject({ status: 'failed', failure: 'mapping.mismatched', sub: CORPPASS_PERSON });
    expect(ended.verdicts).toContain('custom.entityRegistrationNumber mismatched');
  });

  const wrong: readonly (readonly [string, (persona: KeyedPersona) => Script, string])[] = [
    ['signed but not encrypted', () => ({ wrapIdToken: (signed: string) => signed }), 'id_token.encryption_missing'],
    [
      'encrypted first and signed around that',
      ({ encrypt, provider }: KeyedPersona) => ({
        wrapIdToken: async (signed: string) => provider.sign({}, { payload: await encrypt(signed) }),
      }),
      'id_token.encryption_missing',
    ],
    [
      'encrypted twice',
      ({ encrypt }: KeyedPersona) => ({ wrapIdToken: async (signed: string) => encrypt(await encrypt(signed)) }),
      'id_token.unsigned',
    ],
    [
      'encrypted with bare claims inside',
      ({ encrypt }: KeyedPersona) => ({ wrapIdToken: () => encrypt(JSON.stringify({ sub: CORPPASS_COMPANY })) }),
      'id_token.unsigned',
    ],
    [
      'encrypted with a wrong signature inside',
      () => ({ idToken: { damageSignature: true } }),
      'id_token.signature_invalid',
    ],
    ['encrypted with an unsigned token inside', () => ({ idToken: { key: 'none' } }), 'id_token.unsigned'],
    [
      'about a company for which nobody acts',
      () => ({ idToken: { claims: { act: undefined } } }),
      'policy.subject_missing',
    ],
  ];

  it.each(everyNth(wrong, 3))('refuses an ID token that is %s', async (_what, otherwise, failure) => {
    const { ended } = await login(otherwise);
    expect(ended).toMatchObject({ failure, sub: null });
  });

  it('refuses UserInfo that is not signed', async () => {
    const unsigned = () => ({ userinfo: { json: { sub: CORPPASS_COMPANY } } });
    const { ended } = await login(unsigned, { change: withUserinfo });
    expect(ended).toMatchObject({ failure: 'resource.userinfo_unsigned', sub: null });
  });

  it.each([
    ['a pushed request', { usePushedAuthorizationRequests: false }, null],
    ['a context type', { authorizationParameters: {} }, 'pushed_authorization.refused'],
    ['PKCE', { usePkce: false }, 'pushed_authorization.refused'],
    ['DPoP', { dpop: null }, 'pushed_authorization.refused'],
  ])('gets no further than the provider without %s', async (_what, members, failure) => {
    const { ended, persona } = await login(undefined, { change: (body) => ({ ...body, ...members }) });
    expect(ended).toMatchObject({ failure, sub: null });
    expect(persona.calls.count('token')).toBe(0);
  });
});
