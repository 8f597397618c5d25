import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { findingsOfAttempt } from '../../src/diagnosis/attempt-findings/findings-of-attempt.js';
import type { ErrorCode } from '../../src/errors/catalogue.js';
import type { Answer } from '../support/http/answer.js';
import { withMembers } from '../support/http/answers.js';
import { type Script, type ScriptableProvider, startScriptableProvider } from '../support/scriptable-provider.js';
import { type FederationUnderTest, federationUnderTest } from './support/federation-under-test.js';
import { configuredAt } from './support/scripted-trip.js';
import { completed, failed, walk } from './support/walk.js';

const labelled = (type: string) => (answer: Answer) => ({ ...answer, headers: { 'content-type': type } });

/** UserInfo about the right person, in ISO 8859-1, with one more member. */
const inLatin1 =
  (member: string, type = 'application/json') =>
  ({ json }: Answer): Answer => ({
    body: Buffer.from(JSON.stringify({ ...(json as object), middle_name: member }), 'latin1'),
    headers: { 'content-type': type },
  });

const withoutType = withMembers({ token_type: undefined });

const rows: readonly (readonly [rule: string, leniency: string, script: Script, code: ErrorCode])[] = [
  [
    'JSON that is labelled as text',
    'json-as-text',
    { userinfo: labelled('text/plain') },
    'resource.media_type_unsupported',
  ],
  ['JSON without a media type', 'json-as-text', { userinfo: labelled('json') }, 'resource.media_type_unsupported'],
  ['a token of no stated type', 'missing-token-type', { token: withoutType }, 'token_request.token_type_unsupported'],
  [
    'a token whose type is null',
    'missing-token-type',
    { token: withMembers({ token_type: null }) },
    'token_request.token_type_unsupported',
  ],
  ['a document in ISO 8859-1', 'latin-1', { userinfo: inLatin1('Zoë') }, 'resource.not_json'],
  [
    'the same, said by its header',
    'latin-1',
    { userinfo: inLatin1('Zoë', 'application/json; charset="ISO-8859-1"') },
    'resource.not_json',
  ],
];

const all = ['json-as-text', 'missing-token-type', 'latin-1'];

describe('a fault that may be allowed by name', () => {
  let provider: ScriptableProvider;
  let tested: FederationUnderTest;

  beforeAll(async () => {
    provider = await startScriptableProvider({ signingAlgorithm: 'ES256' });
    tested = federationUnderTest();
  });

  beforeEach(() => {
    provider.behave({});
  });

  afterAll(async () => {
    await tested.close();
    await provider.close();
  });

  const configured = (leniency: readonly string[], more: object = {}) =>
    configuredAt(provider, { resources: [{ name: 'userinfo', type: 'userinfo' }], leniency, ...more });

  it.each(rows)(
    'is refused without the name, and the finding says which: %s',
    async (_rule, leniency, script, code) => {
      provider.behave(script);
      const others = all.filter((name) => name !== leniency);
      const configuredOnly = configured(others);
      const failure = failed(await walk(tested, configuredOnly));
      expect(failure.code).toBe(code);

      const { configuration } = configuredOnly;
      const facts = { configuration, failure, steps: failure.steps, sources: [], verdicts: [] };
      const { checks } = findingsOfAttempt({ ...facts, expected: {} });
      expect(checks).toMatchObject([{ path: '$.leniency', remedy: expect.stringContaining(`\`${leniency}\``) }]);
    },
  );

  it.each(rows)('passes with the name, and the trip says so: %s', async (_rule, leniency, script) => {
    provider.behave(script);
    const trip = completed(await walk(tested, configured([leniency])));
    expect(trip.relaxations).toEqual([leniency]);
    expect(trip.steps.map(({ detail }) => detail)).toContain(`relaxed: ${leniency}`);
  });

  it('is not in the trip that did not need it', async () => {
    expect(completed(await walk(tested, configured(all))).relaxations).toEqual([]);
  });

  it('is read as it was meant: ISO 8859-1 under a media type that is not JSON', async () => {
    provider.behave({ userinfo: inLatin1('Zoë', 'text/plain; charset=iso-8859-1') });
    const trip = completed(await walk(tested, configured(all)));
    expect(trip.relaxations).toEqual(['json-as-text', 'latin-1']);
    expect(trip.sources.at(-1)?.claims).toMatchObject({ middle_name: 'Zoë' });
  });

  it('keeps UTF-8 what is UTF-8, whatever its header says', async () => {
    const utf8 = ({ json }: Answer): Answer => ({
      body: JSON.stringify({ ...(json as object), middle_name: 'Zoë' }),
      headers: { 'content-type': 'application/json; charset=iso-8859-1' },
    });
    provider.behave({ userinfo: utf8 });
    const trip = completed(await walk(tested, configured(all)));
    expect(trip.relaxations).toEqual([]);
    expect(trip.sources.at(-1)?.claims).toMatchObject({ middle_name: 'Zoë' });
  });

  it('sends the token of no stated type as a bearer token', async () => {
    provider.calls.clear();
    provider.behave({ token: withoutType });
    completed(await walk(tested, configured(['missing-token-type'])));
    expect(provider.calls.all('userinfo')[0]?.headers.authorization).toMatch(/^Bearer ./);
  });

  it.each<readonly [rule: string, script: Script, code: ErrorCode, more?: object]>([
    ['a page that is no JSON', { userinfo: { body: 'hello' } }, 'resource.not_json'],
    [
      'UserInfo about somebody else',
      { userinfo: ({ json }) => ({ body: JSON.stringify({ ...(json as object), sub: 'x' }) }) },
      'resource.userinfo_sub_mismatch',
    ],
    [
      'UserInfo that had to be signed',
      { userinfo: labelled('text/plain') },
      'resource.userinfo_unsigned',
      { resources: [{ name: 'userinfo', type: 'userinfo', signingAlgorithms: ['ES256'] }] },
    ],
    ['a token of another type', { token: withMembers({ token_type: 'mac' }) }, 'token_request.token_type_unsupported'],
    ['a token whose type is empty', { token: withMembers({ token_type: '' }) }, 'token_request.token_type_unsupported'],
    ['bytes that are no letters in ISO 8859-1', { userinfo: inLatin1('\u0080ë') }, 'resource.not_json'],
    [
      'bytes of another encoding, named',
      { userinfo: inLatin1('Zoë', 'application/json; charset=iso-8859-2') },
      'resource.not_json',
    ],
    [
      'a token response in ISO 8859-1',
      { token: ({ json }) => ({ body: Buffer.from(JSON.stringify({ ...(json as object), name: 'Zoë' }), 'latin1') }) },
      'token_request.not_json',
    ],
    [
      'a key set in ISO 8859-1',
      { jwks: ({ json }) => ({ body: Buffer.from(JSON.stringify({ ...(json as object), name: 'Zoë' }), 'latin1') }) },
      'jwks.not_json',
    ],
  ])('does not become more than its name says: %s', async (_rule, script, code, more = {}) => {
    provider.behave(script);
    // A key set that was fetched before is not asked for again.
    const fresh = federationUnderTest();
    const failure = failed(await walk(fresh, configured(all, more)));
    await fresh.close();
    expect(failure.code).toBe(code);
    expect(failure.detail).not.toContain('leniency');
  });
});
