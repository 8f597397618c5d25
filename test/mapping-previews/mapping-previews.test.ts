import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mappingPreviewSchema } from '../../src/mapping-previews/mapping-preview.schema.js';
import { LoginWorld, type SharedLoginWorld } from '../signer-authentications/world.js';
import { SignerBrowser } from '../support/signer-browser.js';

const claims = {
  person_data: { given_name: 'John', family_name: 'Doe', birthdate: '31.12.1990' },
  'urn:pvpgvat:oidc.bpk': 'BF:1',
  email: 'John@Example.com',
};

describe('a mapping preview', () => {
  let world: SharedLoginWorld;

  beforeAll(async () => {
    world = await LoginWorld.sharing();
  });

  afterAll(() => world.close());

  const preview = async (body: object) => {
    const answer = await world.tenant.post('/v1/mapping-previews', body);
    expect(answer.status).toBe(200);
    return mappingPreviewSchema.parse(answer.body);
  };

  it('shows the path step by step, the value, its normal form and the verdict', async () => {
    const { verdict, mappings } = await preview({
      claims,
      mappings: [
        { path: 'person_data:given_name', action: 'validate', target: 'recipient.firstName', compare: 'name' },
      ],
      recipient: { firstName: 'Johnny' },
    });
    expect(verdict).toBe('fault');
    expect(mappings[0]).toMatchObject({
      source: 'id_token',
      steps: [
        { text: 'person_data', column: 1, count: 1, types: ['object'] },
        { text: 'given_name', column: 13, count: 1, types: ['string'] },
      ],
      found: true,
      value: 'John',
      normalForm: { ok: true, value: 'John' },
      verdict: { result: 'mismatched', reason: 'different', compare: 'name', fails: true },
    });
  });

  it.each([
    ['urn:pvpgvat:oidc.bpk', "['urn:pvpgvat:oidc.bpk']", 'name_contains_separator'],
    ['person_data.Given_Name', 'person_data.given_name', 'letter_case'],
    ['person_data.givenname', 'person_data.given_name', 'spelling'],
    ['given_name', 'person_data.given_name', 'one_level_down'],
  ])('suggests what was probably meant by %s', async (path, meant, because) => {
    const { mappings } = await preview({
      claims,
      mappings: [{ path, action: 'update', target: 'certificate.identificationNumber' }],
    });
    expect(mappings[0]).toMatchObject({ found: false, value: null, normalForm: null });
    expect(mappings[0]?.suggestions[0]).toEqual({ source: 'id_token', path: meant, because });
  });

  it('finds the source in which a path was meant', async () => {
    const { mappings } = await preview({
      sources: [
        { source: 'id_token', claims: { sub: '1' } },
        { source: 'resource:person', claims },
      ],
      mappings: [
        { source: 'id_token', path: 'person_data.given_name', action: 'update', target: 'recipient.firstName' },
      ],
    });
    expect(mappings[0]?.suggestions[0]).toMatchObject({ source: 'resource:person', because: 'other_source' });
  });

  it('says how a mapping would work that does not', async () => {
    const { mappings } = await preview({
      claims,
      mappings: [
        { path: 'person_data.birthdate', action: 'update', target: 'certificate.documentIssuedOn' },
        { path: 'email', action: 'validate', target: 'custom.address' },
      ],
      validations: [{ field: 'custom.address', expected: 'john@example.com' }],
    });
    expect(mappings[0]?.repair).toContain('dd.MM.yyyy');
    expect(mappings[1]?.repair).toContain('equals-ignoring-case');
  });

  it('shows what a preparation does, and what a value put together was', async () => {
    const { verdict, mappings } = await preview({
      claims: { address: '{"country": "Austria"}', id: 'TINIT-1', prefix: 'van', name: 'Berg', joined: 'x@y@z' },
      mappings: [
        {
          path: 'address',
          action: 'update',
          target: 'certificate.countryOfResidence',
          prepare: [{ parseJson: true, path: 'country' }],
        },
        { path: 'id', action: 'validate', target: 'custom.id', prepare: [{ stripPrefix: ['TINIT-', 'PNOIT-'] }] },
        { paths: ['prefix', 'name'], action: 'update', target: 'recipient.lastName' },
        { path: 'joined', action: 'validate', target: 'custom.id', prepare: [{ takePart: 'before', of: '@' }] },
      ],
      validations: [{ field: 'custom.id', expected: '1' }],
    });
    expect(verdict).toBe('fault');
    expect(mappings).toMatchObject([
      {
        value: '{"country": "Austria"}',
        prepared: [{ step: { parseJson: true, path: 'country' }, value: 'Austria', problem: null }],
        normalForm: { ok: true, value: 'AT' },
        verdict: { result: 'updated', read: ['string'], prepared: [{ parseJson: true, path: 'country' }] },
      },
      {
        value: 'TINIT-1',
        prepared: [{ step: { stripPrefix: ['TINIT-', 'PNOIT-'] }, value: '1', problem: null }],
        verdict: { result: 'matched', prepared: [{ stripPrefix: 'TINIT-' }] },
      },
      {
        path: 'prefix + name',
        steps: [
          { path: 'prefix', text: 'prefix', count: 1 },
          { path: 'name', text: 'name', count: 1 },
        ],
        value: 'van Berg',
        normalForm: { value: 'van Berg' },
        verdict: { result: 'updated', paths: ['prefix', 'name'], read: ['string', 'string'] },
      },
      {
        value: 'x@y@z',
        prepared: [{ value: null, problem: expect.stringMatching(/exactly once/) }],
        normalForm: null,
        verdict: { result: 'mismatched', reason: 'invalid_value', prepared: [] },
      },
    ]);
  });

  it.each([
    ['a prefix of certificates', { id: 'TINIT-1' }, { path: 'id', target: 'custom.x' }, '1', /stripPrefix":"TINIT-"/],
    ['a number', { id: 4711 }, { path: 'id', target: 'custom.x' }, '4711', /"toText":true/],
    [
      'a date with a time',
      { id: '12.05.1980 00:00:00' },
      { path: 'id', target: 'custom.x', compare: 'date' },
      '1980-05-12',
      /"date":"dd.MM.yyyy","time":"drop"/,
    ],
    [
      'a date that is a number',
      { id: 19800512 },
      { path: 'id', target: 'custom.x', compare: 'date' },
      '1980-05-12',
      /yyyyMMdd/,
    ],
    [
      'a national number',
      { id: '0664 1234567' },
      { path: 'id', target: 'custom.x', compare: 'phone' },
      '+436641234567',
      /"defaultCountry":"AT"/,
    ],
    [
      'JSON text',
      { id: '{"a": "x", "b": "y"}' },
      { path: 'id', target: 'custom.x' },
      'y',
      /"parseJson":true,"path":"b"/,
    ],
    [
      'a path into JSON text',
      { id: '{"a": {"b": "x"}}' },
      { path: 'id.a.b', target: 'custom.x' },
      'x',
      /`path` to id and `prepare`.*"path":"a.b"/,
    ],
    [
      'a login name',
      { id: 'jdoe@corp.example' },
      { path: 'id', target: 'custom.x' },
      'jdoe',
      /takePart.*Different persons/,
    ],
  ])('offers a preparation that helps: %s', async (_, given, mapping, expected, repair) => {
    const { mappings } = await preview({
      claims: given,
      mappings: [{ action: 'validate', ...mapping }],
      validations: [{ field: 'custom.x', expected }],
    });
    expect(mappings[0]?.repair).toMatch(repair);
  });

  it.each([
    ['another number', { id: 'TINIT-2' }, { path: 'id', target: 'custom.x' }],
    ['a name that begins like a code', { id: 'ABCDE-1' }, { path: 'id', target: 'recipient.lastName' }],
    ['text that is no JSON', { id: '{1}' }, { path: 'id', target: 'custom.x' }],
  ])('offers none that does not: %s', async (_, given, mapping) => {
    const { mappings } = await preview({
      claims: given,
      mappings: [{ action: 'validate', ...mapping }],
      recipient: { lastName: '1' },
      validations: [{ field: 'custom.x', expected: '1' }],
    });
    expect(mappings[0]).toMatchObject({ repair: null, verdict: { fails: true } });
  });

  it('names what came by reference, and looks for it nowhere', async () => {
    const { mappings } = await preview({
      claims: { _claim_names: { groups: 'src1' }, _claim_sources: { src1: { endpoint: 'https://graph.example' } } },
      mappings: [{ path: 'groups', action: 'validate', target: 'custom.x', compare: 'includes' }],
      validations: [{ field: 'custom.x', expected: 'staff' }],
    });
    expect(mappings[0]).toMatchObject({ found: false, suggestions: [], verdict: { result: 'missing' } });
    expect(mappings[0]?.verdict.detail).toContain('by reference');
  });

  it('shows updates also when there is nothing to validate against', async () => {
    const { verdict, mappings } = await preview({
      claims,
      mappings: [
        { path: 'email', action: 'validate', target: 'recipient.email', compare: 'email' },
        { path: 'person_data.family_name', action: 'update', target: 'recipient.lastName' },
      ],
    });
    expect(verdict).toBe('ok');
    expect(mappings.map((mapping) => mapping.verdict.reason ?? mapping.verdict.result)).toEqual([
      'no_expected_value',
      'updated',
    ]);
  });

  it('does not fail by a full name that there is nobody to compare with', async () => {
    const mappings = [{ path: 'name', action: 'validate', target: 'recipient.fullName', compare: 'full-name' }];
    const { verdict, mappings: shown } = await preview({ claims: { name: 'John Doe' }, mappings });
    expect(verdict).toBe('ok');
    expect(shown[0]?.verdict).toMatchObject({ reason: 'missing_expected', fails: false });
  });

  it('takes claims, mappings and person from a test login', async () => {
    const created = await world.tenant.post('/v1/providers/openid/test-logins', {
      recipient: { email: 'john@example.com', firstName: 'John' },
    });
    const { id, url } = created.body as { id: string; url: string };
    const browser = new SignerBrowser();
    await browser.open(url);
    await browser.click('button[name=provider]');
    await browser.click('#account-john');
    await browser.close();
    const { verdict, mappings } = await preview({ testLoginId: id });
    expect(verdict).toBe('ok');
    expect(mappings.map(({ path, verdict: { result } }) => [path, result])).toEqual([
      ['email', 'matched'],
      ['given_name', 'matched'],
      ['family_name', 'updated'],
    ]);
    const stranger = await world.service.newTenant();
    const refused = await stranger.post('/v1/mapping-previews', { testLoginId: id });
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ path: '$.testLoginId' }] } });
  });

  it('offers the change that a diagnosis would, where the claim of a provider’s own mapping is at UserInfo', async () => {
    const mappings = [{ path: 'zoneinfo', action: 'update', target: 'recipient.lastName', whenMissing: 'fail' }];
    const redirectUri = await world.addProvider(world.openIdBody({ name: 'elsewhere', idToken: { mappings } }));
    world.openId.registerRedirectUri('sign', redirectUri);
    const created = await world.tenant.post('/v1/providers/elsewhere/test-logins', {});
    const { id, url } = created.body as { id: string; url: string };
    const browser = new SignerBrowser();
    await browser.open(url);
    await browser.click('button[name=provider]');
    await browser.click('#account-john');
    await browser.close();
    const own = await preview({ testLoginId: id });
    expect(own.mappings[0]).toMatchObject({
      repair: expect.stringContaining('Add a resource of type `userinfo`'),
      change: { idToken: { mappings: [] }, resources: [{ name: 'userinfo', mappings: [{ path: 'zoneinfo' }] }] },
    });
    const given = await preview({ testLoginId: id, mappings });
    expect(given.mappings[0]).not.toHaveProperty('change');
  });

  it.each([
    [
      'a path that is not closed',
      { claims, mappings: [{ path: "['a", action: 'update', target: 'recipient.lastName' }] },
      '$.mappings[0].path',
    ],
    [
      'an unknown target',
      { claims, mappings: [{ path: 'a', action: 'update', target: 'recipient.name' }] },
      '$.mappings[0].target',
    ],
    ['an unknown member', { claims, mapping: [], mappings: [] }, '$.mapping'],
    [
      'an unknown step',
      { claims, mappings: [{ path: 'a', action: 'update', target: 'recipient.lastName', prepare: [{ upper: true }] }] },
      '$.mappings[0].prepare[0]',
    ],
    [
      'a prefix that is no text',
      {
        claims,
        mappings: [{ path: 'a', action: 'update', target: 'recipient.lastName', prepare: [{ stripPrefix: 5 }] }],
      },
      '$.mappings[0].prepare[0].stripPrefix',
    ],
    [
      'a path that could not be saved',
      { claims, mappings: [{ path: "['a\u0001b']", action: 'update', target: 'recipient.lastName' }] },
      '$.mappings[0].path',
    ],
    ['no claims', { mappings: [] }, '$.claims'],
    ['no mappings', { claims }, '$.mappings'],
  ])('refuses %s by name', async (_name, body, path) => {
    const answer = await world.tenant.post('/v1/mapping-previews', body);
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path }] } });
  });

  it('names a member that a mapping does not have, whether or not claims are given', async () => {
    const mappings = [{ source: 'id_token', path: 'sub', action: 'update', target: 'recipient.lastName', misspelt: 1 }];
    for (const body of [{ claims: {}, mappings }, { mappings }]) {
      const answer = await world.tenant.post('/v1/mapping-previews', body);
      expect(answer.status).toBe(400);
      const { errors } = answer.body as { errors: { path: string }[] };
      expect(errors.map(({ path }) => path)).toContain('$.mappings[0].misspelt');
    }
  });

  it('does not log what was pasted', () => {
    expect(world.service.log.text).not.toContain('31.12.1990');
  });
});
