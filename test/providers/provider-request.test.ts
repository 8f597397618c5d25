import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CountersignError } from '../../src/errors/countersign-error.js';
import { jsonPath } from '../../src/http/schema-faults.js';
import { parseProviderRequest } from '../../src/providers/parse-provider-request.js';
import { inRange } from '../support/range.js';
import { fullOidc, leastOauth2, leastOidc } from './bodies.js';
import { faultsOf, pathsOf, strict } from './faults.js';
import { membersOf, objectsOf, withMember, withoutMember, wrongValueFor } from './members.js';

/** What `claims` asks for is the provider's vocabulary: any JSON is well-formed below these. */
const free = ['$.claimsRequest.id_token', '$.claimsRequest.userinfo'];
const isFree = (path: string) => free.some((prefix) => path.startsWith(`${prefix}.`));

describe('a provider body', () => {
  it.each([
    ['the least oidc', leastOidc],
    ['the least oauth2', leastOauth2],
    ['one with every member', fullOidc],
  ])('is accepted: %s', (_name, body) => {
    expect(faultsOf(body)).toEqual([]);
  });

  const members = membersOf(fullOidc).map(({ path, value }) => ({ path, value, text: jsonPath(path) }));

  it.each(members.filter(({ text }) => !isFree(text)))(
    'is refused when $text is of another type',
    ({ path, value, text }) => {
      const faults = pathsOf(withMember(fullOidc, path, wrongValueFor(value)));
      expect(faults).toContain(text);
    },
  );

  it.each(objectsOf(fullOidc).map((path) => ({ path, text: jsonPath([...path, 'surprise']) })))(
    'names an unknown member: $text',
    ({ path, text }) => {
      const isVocabulary = /^\$\.(displayName|authorizationParameters|claimsRequest|customFields\[0\]\.displayName)\./;
      const body = withMember(fullOidc, [...path, 'surprise'], 42);
      if (isFree(text)) expect(faultsOf(body)).toEqual([]);
      else if (isVocabulary.test(text)) expect(pathsOf(body).some((fault) => text.startsWith(fault))).toBe(true);
      else expect(faultsOf(body)).toContainEqual({ path: text, message: 'is not a member of this object' });
    },
  );

  it.each(['name', 'kind', 'clientId', 'clientAuthentication'])('is refused without %s', (name) => {
    expect(pathsOf(withoutMember(leastOidc, [name]))).toContain(`$.${name}`);
  });

  it('names one fault per member when every member is wrong at once', () => {
    const wrong = Object.fromEntries(Object.entries(fullOidc).map(([name, value]) => [name, wrongValueFor(value)]));
    const expected = Object.keys(fullOidc).map((name) => `$.${name}`);
    expect(new Set(pathsOf(wrong))).toEqual(new Set(expected));
  });

  it('tells what to do with a member that only answers have', () => {
    expect(faultsOf({ ...leastOidc, revision: 3 })).toEqual([
      { path: '$.revision', message: 'is read-only: leave it out' },
    ]);
  });

  it('is 400 when a member is malformed and 422 when members only contradict each other', () => {
    const codeOf = (body: unknown) => {
      try {
        parseProviderRequest(body, strict);
        return null;
      } catch (error) {
        return error instanceof CountersignError ? error.code : error;
      }
    };
    expect(codeOf({ ...leastOidc, usePkce: 'yes' })).toBe('request.invalid');
    expect(codeOf({ ...leastOidc, scopes: ['profile'] })).toBe('request.unacceptable');
  });

  it('is refused with faults, never with another error, whatever JSON it is', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (body) => {
        expect(faultsOf(body).every((fault) => fault.path.startsWith('$'))).toBe(true);
      }),
      { numRuns: inRange(100, 2_000) },
    );
  });

  it('is accepted or refused with faults, never with another error, whatever a member is', () => {
    fc.assert(
      fc.property(fc.constantFrom(...members), fc.jsonValue({ maxDepth: 3 }), ({ path }, value) => {
        expect(faultsOf(withMember(fullOidc, path, value)).every((fault) => fault.path.startsWith('$'))).toBe(true);
      }),
      { numRuns: inRange(150, 5_000) },
    );
  });

  it('is refused as a whole when it is nested too deep to be read', () => {
    const deep = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`) as unknown;
    expect(pathsOf({ ...leastOidc, claimsRequest: { id_token: { x: deep } } })).toEqual(['$']);
  });

  it.each([
    ['a zero byte', 'a\u0000b'],
    ['half a surrogate pair', 'a\ud800b'],
  ])('is refused when a text holds %s, which the database cannot store', (_name, text) => {
    expect(pathsOf({ ...leastOidc, authorizationParameters: { hint: text } })).toEqual([
      '$.authorizationParameters.hint',
    ]);
    expect(pathsOf({ ...leastOidc, claimsRequest: { id_token: { [text]: null } } })).toHaveLength(1);
  });

  it.each([
    ['{"__proto__": 1}', '$.__proto__'],
    ['{"constructor": 1}', '$.constructor'],
    ['{"authorizationParameters": {"__proto__": "x"}}', '$.authorizationParameters.__proto__'],
    ['{"displayName": {"en": "x", "__proto__": "x"}}', '$.displayName.__proto__'],
    ['{"claimsRequest": {"id_token": {"__proto__": null}}}', '$.claimsRequest.id_token.__proto__'],
  ])('refuses %s by name instead of dropping it', (text, path) => {
    const body: unknown = JSON.parse(`${JSON.stringify(leastOidc).slice(0, -1)},${text.slice(1)}`);
    expect(pathsOf(body)).toEqual([path]);
  });
});
