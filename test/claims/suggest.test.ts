import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseClaimPath } from '../../src/claims/claim-path.js';
import { readClaim } from '../../src/claims/read-claim.js';
import { type SuggestionReason, suggestInSources, suggestPaths } from '../../src/claims/suggest.js';
import { editDistance } from '../../src/json/edit-distance.js';
import { anyCharacter } from '../support/any-character.js';
import { inRange } from '../support/range.js';
import { pathOf } from './support/vectors.js';

describe('suggestions for a path that finds nothing', () => {
  test.each<[string, unknown, string, SuggestionReason]>([
    ['a.b', { 'a.b': 'x' }, "['a.b']", 'name_contains_separator'],
    ['urn:pvpgvat:oidc.bpk', { 'urn:pvpgvat:oidc.bpk': 'x' }, "['urn:pvpgvat:oidc.bpk']", 'name_contains_separator'],
    ['person.urn:x.name', { person: { 'urn:x': { name: 'x' } } }, "person['urn:x'].name", 'name_contains_separator'],
    [
      'https://idp.example/claims.name',
      { 'https://idp.example/claims': { name: 'x' } },
      "['https://idp.example/claims'].name",
      'name_contains_separator',
    ],
    ['$.a.b', { 'a.b': 'x' }, "$['a.b']", 'name_contains_separator'],
    ['givenname', { givenName: 'x' }, 'givenName', 'letter_case'],
    ['Person.Given', { person: { given: 'x' } }, 'person.given', 'letter_case'],
    ['givenName', { given_name: 'x' }, 'given_name', 'spelling'],
    ['given-name', { givenName: 'x' }, 'givenName', 'spelling'],
    ['famliy_name', { family_name: 'x' }, 'family_name', 'spelling'],
    ['given_nam', { given_name: 'x' }, 'given_name', 'spelling'],
    ['given_name', { person_data: { given_name: 'x' } }, 'person_data.given_name', 'one_level_down'],
    ['data.given_name', { data: { person: { given_name: 'x' } } }, 'data.person.given_name', 'one_level_down'],
    ['email', { emails: [{ email: 'x' }] }, 'emails[0].email', 'one_level_down'],
    ['userinfo.given_name', { given_name: 'x' }, 'given_name', 'one_level_up'],
    ['emails.value', { emails: [{ value: 'x' }] }, 'emails[0].value', 'array_element'],
    ['emails.0', { emails: ['x'] }, 'emails[0]', 'array_element'],
    ['email', [{ email: 'x' }], "$[0]['email']", 'array_element'],
    ['email', { a: { b: { c: { Email: 'x' } } } }, 'a.b.c.Email', 'elsewhere'],
    [
      '$[?(@.primary == true)].Email',
      [{ primary: true, email: 'x' }],
      "$[?(@['primary'] == true)]['email']",
      'letter_case',
    ],
    [
      '$[?(@.primary == true)].email',
      { emails: [{ primary: true, email: 'x' }] },
      "$['emails'][?(@['primary'] == true)]['email']",
      'one_level_down',
    ],
    ["['']", { a: { '': 'x' } }, "a['']", 'one_level_down'],
  ])('%s in %j: %s', (path, claims, suggestion, because) => {
    expect(suggestPaths(pathOf(path), claims)[0]).toEqual({ path: suggestion, because });
  });

  test.each<[string, unknown]>([
    ['email', { email: null }],
    ['email', {}],
    ['email', 'text'],
    ['email', null],
    ['phone', { sub: 'x', iss: 'y', aud: 'z' }],
    ['a.b', { a: 'x' }],
    ['groups', { _claim_names: { groups: 'src1' }, _claim_sources: { src1: { endpoint: 'https://graph.example' } } }],
    ['groups[0]', { _claim_names: { groups: 'src1' }, _claim_sources: { src1: { groups: ['x'] } } }],
  ])('%s in %j: none', (path, claims) => {
    expect(suggestPaths(pathOf(path), claims)).toEqual([]);
  });

  test('are five at most', () => {
    const claims = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`claim${index}`, 'x']));
    expect(suggestPaths(pathOf('claim'), claims).length).toBeLessThanOrEqual(5);
  });

  test('name the source in which the path does find something', () => {
    const sources = [
      { source: 'id_token', claims: { sub: 'x', givenName: 'x' } },
      { source: 'resource:userinfo', claims: { given_name: 'x' } },
    ] as const;
    expect(suggestInSources(pathOf('given_name'), 'id_token', sources)).toEqual([
      { path: 'given_name', source: 'resource:userinfo', because: 'other_source' },
      { path: 'givenName', source: 'id_token', because: 'spelling' },
    ]);
  });

  test('are made for a source that is missing, too', () => {
    const sources = [{ source: 'id_token', claims: { sub: 'x' } }] as const;
    expect(suggestInSources(pathOf('sub'), 'resource:userinfo', sources)).toEqual([
      { path: 'sub', source: 'id_token', because: 'other_source' },
    ]);
  });

  test('always find something, in any document', () => {
    const key = fc.oneof(
      fc.constantFrom('a', 'A', 'a.b', 'b', '__proto__', 'constructor', "it's"),
      fc.string({ unit: anyCharacter, maxLength: 3 }),
    );
    const { json } = fc.letrec<{ json: unknown }>((tie) => ({
      json: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom('x', 1, null),
        fc.array(tie('json'), { maxLength: 3 }),
        fc.array(fc.tuple(key, tie('json')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
      ),
    }));
    fc.assert(
      fc.property(fc.constantFrom('a', 'a.b', 'b[0].a', '$.a[*].b', "$[?(@.a == 'x')].b"), json, (text, claims) => {
        for (const suggestion of suggestPaths(pathOf(text), claims)) {
          const parsed = parseClaimPath(suggestion.path);
          expect(parsed.ok && readClaim(parsed.path, claims).outcome).not.toBe('missing');
          expect(parsed.ok).toBe(true);
        }
      }),
      { numRuns: inRange(250, 10_000) },
    );
  });
});

describe('the distance between names', () => {
  test.each([
    ['name', 'name', 0],
    ['name', 'names', 1],
    ['name', 'nmae', 1],
    ['name', 'nome', 1],
    ['', 'name', 4],
    ['family_name', 'famliy_nam', 2],
  ])('from %s to %s is %d', (one, other, distance) => {
    expect(editDistance(one, other)).toBe(distance);
    expect(editDistance(other, one)).toBe(distance);
  });

  test('of words beyond 100 characters is not measured', () => {
    expect(editDistance('x'.repeat(101), 'x')).toBe(Number.POSITIVE_INFINITY);
  });
});
