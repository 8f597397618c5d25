import { describe, expect, it } from '@jest/globals';
import type { JWTPayload } from 'jose';
import { entityConfiguration, type KeyedPersona, startCieId, startSpid } from '../support/personas.js';
import { everyNth } from '../support/range.js';
import type { Script } from '../support/scriptable-provider.js';
import { type SavedAs, TemplateLogin } from './template-login.js';

const level = (number: number) => `https://www.spid.gov.it/SpidL${number}`;

/** The endpoints as the entity configuration has them. */
const inputsOf = (issuer: string) => ({
  issuer,
  authorizationUri: `${issuer}/authorization`,
  tokenUri: `${issuer}/token`,
  userinfoUri: `${issuer}/userinfo`,
  jwksUri: `${issuer}/.well-known/openid-federation`,
});

const succeeded = {
  status: 'succeeded',
  sub: '9sd798asd98asui23hiuds89y798sfyg',
  acr: level(2),
  verdicts: ['recipient.firstName matched', 'recipient.lastName matched', 'certificate.identificationNumber updated'],
};

describe('a provider made from the template spid', () => {
  const john = new TemplateLogin();

  /** One login, at a persona that does one thing otherwise, with a template in which the admin changed something. */
  async function login(otherwise: (persona: KeyedPersona) => Script = () => ({}), change?: SavedAs['change']) {
    const persona = await john.at(startSpid());
    persona.provider.behave({ ...persona.habits, ...otherwise(persona) });
    const inputs = inputsOf('https://op.spid.example');
    const saved = await john.save('spid', { inputs, ...(change && { change }) });
    return { persona, ended: await john.logIn(saved) };
  }

  /** UserInfo about John, as another than the persona would make it. */
  const userinfo =
    (make: (persona: KeyedPersona, claims: JWTPayload) => string | Promise<string>, mediaType = 'application/jose') =>
    (persona: KeyedPersona): Script => ({
      userinfo: async (happy) => ({
        headers: { 'content-type': mediaType },
        body: await make(persona, happy.json as JWTPayload),
      }),
    });

  it('logs John Doe in with the level that was asked for', async () => {
    const { ended, persona } = await login();
    expect(ended).toMatchObject(succeeded);
    expect(persona.calls.counts()).toEqual({ authorization: 1, token: 1, jwks: 1, userinfo: 1 });
  });

  it('leaves nothing for a diagnosis to complain about', async () => {
    await john.at(startSpid());
    expect(await john.faultsOf(await john.save('spid', { inputs: inputsOf('https://op.spid.example') }))).toEqual([]);
  });

  it('takes a higher level than the one that was asked for', async () => {
    const { ended } = await login((persona) => ({ idToken: withAcr(persona, level(3)) }));
    expect(ended).toMatchObject({ status: 'succeeded', acr: level(3) });
  });

  it.each([
    ['a lower level', level(1)],
    ['no level', undefined],
    ['a level of another scheme', 'eidas2'],
  ])('refuses %s', async (_what, acr) => {
    const { ended } = await login((persona) => ({ idToken: withAcr(persona, acr) }));
    expect(ended).toMatchObject({ status: 'failed', failure: 'policy.acr_insufficient' });
  });

  const misshapen = [
    [
      'signed but not encrypted',
      userinfo(({ provider }, claims) => provider.sign({ ...claims })),
      'resource.userinfo_jwt_invalid',
      /encryption_missing/,
    ],
    [
      'plain JSON',
      userinfo((_persona, claims) => JSON.stringify(claims), 'application/json'),
      'resource.userinfo_unsigned',
      /media type: expected application\/jwt or application\/jose, saw "?application\/json/,
    ],
    [
      'encrypted but not signed',
      userinfo((persona, claims) => persona.encrypt(JSON.stringify(claims))),
      'resource.userinfo_unsigned',
      /inside the encryption/,
    ],
    [
      'encrypted with an unsigned token inside',
      userinfo((persona, claims) => persona.encrypt(persona.provider.sign({ ...claims }, { key: 'none' }))),
      'resource.userinfo_unsigned',
      /signature algorithm/,
    ],
    [
      'encrypted with a wrong signature inside',
      userinfo((persona, claims) => persona.encrypt(persona.provider.sign({ ...claims }, { damageSignature: true }))),
      'resource.userinfo_jwt_invalid',
      /signature_invalid/,
    ],
    [
      'encrypted first and signed around that',
      userinfo(async (persona, claims) =>
        persona.provider.sign({}, { payload: await persona.encrypt(persona.provider.sign({ ...claims })) }),
      ),
      'resource.userinfo_jwt_invalid',
      /encryption_missing/,
    ],
    [
      'about another person',
      userinfo((persona, claims) => persona.encrypt(persona.provider.sign({ ...claims, sub: 'someone-else' }))),
      'resource.userinfo_sub_mismatch',
      /sub/,
    ],
    [
      'for another client',
      userinfo((persona, claims) =>
        persona.encrypt(persona.provider.sign({ ...claims, aud: 'https://other.example' })),
      ),
      'resource.userinfo_jwt_invalid',
      /aud/,
    ],
  ] as const;
  it.each(everyNth(misshapen, 3))('refuses UserInfo that is %s', async (_what, otherwise, failure, detail) => {
    const { ended } = await login(otherwise);
    expect(ended).toMatchObject({ failure, sub: null });
    expect(ended.detail).toMatch(detail);
  });

  it('is refused by the provider without a request object', async () => {
    const { ended, persona } = await login(undefined, (body) => ({ ...body, requestObject: null }));
    expect(ended).toMatchObject({ failure: 'authorization_response.invalid_request', sub: null });
    expect(persona.calls.count('token')).toBe(0);
  });

  it('is refused by the provider with a scope that SPID does not have', async () => {
    const { ended } = await login(undefined, (body) => ({ ...body, scopes: ['openid', 'profile'] }));
    expect(ended).toMatchObject({ failure: 'authorization_response.invalid_scope', sub: null });
  });

  it('refuses keys from the entity configuration of another entity', async () => {
    const other = { iss: 'https://other.example', sub: 'https://other.example' };
    const { ended } = await login(({ provider }) => ({ jwks: () => entityConfiguration(provider, other) }));
    expect(ended).toMatchObject({ failure: 'jwks.entity_configuration_invalid', sub: null });
  });
});

describe('a provider made from the template cie-id', () => {
  const john = new TemplateLogin();

  it('logs John Doe in, and wants the issuer named in each response', async () => {
    const persona = await john.at(startCieId());
    const saved = await john.save('cie-id', { inputs: inputsOf('https://op.cie.example') });
    expect(await john.logIn(saved)).toMatchObject(succeeded);
    persona.provider.behave({ ...persona.habits, authorization: { iss: undefined } });
    expect(await john.logIn(saved)).toMatchObject({ failure: 'authorization_response.issuer_missing', sub: null });
  });

  it('logs John Doe in with an encrypted ID token', async () => {
    const persona = await john.at(startCieId());
    persona.provider.behave({ ...persona.habits, wrapIdToken: persona.encrypt });
    const encryption = { keyManagementAlgorithms: ['RSA-OAEP-256'] };
    const saved = await john.save('cie-id', {
      inputs: inputsOf('https://op.cie.example'),
      change: (body) => ({ ...body, idToken: { signingAlgorithms: ['RS256'], encryption } }),
    });
    expect(await john.logIn(saved)).toMatchObject(succeeded);
  });
});

const withAcr = ({ habits }: KeyedPersona, acr: string | undefined): NonNullable<Script['idToken']> => {
  const usual = habits.idToken;
  return async (happy, call) => {
    const changes = typeof usual === 'function' ? await usual(happy, call) : {};
    return { ...changes, claims: { ...changes.claims, acr } };
  };
};
