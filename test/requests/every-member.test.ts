import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { anyCharacter } from '../support/any-character.js';
import { allOrOneOf, inRange } from '../support/range.js';
import { type ApiOperation, ApiOperations, addressOf } from '../support/requests/api-operations.js';
import { inParallel } from '../support/requests/in-parallel.js';
import { type JsonSchema, type Member, membersOf } from '../support/requests/schema-members.js';
import type { ApiAnswer } from '../support/service/api-client.js';
import { startTestService, type TestService } from '../support/service.js';

let service: TestService;
let operations: ApiOperations;

/** By which body something may be replaced is judged only where there is one: id of the operation → what its path names. */
let replaced: ReadonlyMap<string, string>;

const provider = {
  name: 'to-be-replaced',
  kind: 'oidc',
  issuer: 'https://idp.example',
  clientId: 'our-client',
  clientAuthentication: { method: 'none' },
};

beforeAll(async () => {
  service = await startTestService();
  operations = new ApiOperations((await service.caller(null).get('/openapi.json')).body);
  expect((await service.operator.post('/v1/providers', provider)).status).toBe(201);
  const listener = { name: provider.name, url: 'https://workflow.example/events' };
  expect((await service.operator.post('/v1/listeners', listener)).status).toBe(201);
  const headers = [{ name: 'X-Api-Key', value: 'key' }];
  const authentication = await service.operator.post('/v1/external-authentications', {
    url: 'https://hooks.partner.example/',
    headers,
  });
  expect(authentication.status).toBe(201);
  const client = await service.operator.post('/v1/oauth-clients', {
    name: provider.name,
    integration: 'system',
    grants: ['client_credentials'],
    scopes: ['providers:read'],
    authentication: { method: 'client_secret_basic' },
  });
  expect(client.status).toBe(201);
  const made = async (address: string, body: object): Promise<string> => {
    const answer = await service.operator.post(address, body);
    expect(answer.status).toBe(201);
    return (answer.body as { id: string }).id;
  };
  const resource = await made('/v1/oauth-resources', { identifier: 'https://api.partner.example', scopes: ['read'] });
  const policy = await made('/v1/token-policies', {
    level: 'tenant',
    effect: 'deny',
    reason: 'none',
    when: { grants: ['refresh_token'] },
  });
  await made('/v1/roles', { name: provider.name, permissions: ['audit:read'] });
  replaced = new Map([
    ['oAuthResources_replace', resource],
    ['tokenPolicies_replace', policy],
    ['roles_replace', provider.name],
    ['oAuthClients_replace', (client.body as { clientId: string }).clientId],
    ['providers_replace', provider.name],
    ['listeners_replace', listener.name],
    ['externalAuthentications_replace', (authentication.body as { id: string }).id],
  ]);
});
afterAll(() => service.close());

/** Only people make these, with a token of their own: whoever has a key learns that before anything of the body. */
const isForPeople = ({ path }: ApiOperation): boolean => path.startsWith('/v1/me');

/** Every day every third one of what is alike, or every sixth where there is much of it. */
const everyThird = (_one: unknown, place: number): boolean => place % inRange(3, 1) === 0;
const everySixth = (_one: unknown, place: number): boolean => place % inRange(6, 1) === 0;

/** Values of every JSON type, the odd ones among them; those that a member's schema allows are no faults there. */
const candidates: readonly unknown[] = [
  null,
  true,
  -1,
  1.5,
  1e300,
  '',
  'x',
  '\u0000',
  '\ud800',
  'x'.repeat(20_000),
  [],
  [null],
  {},
  { misspelt: 1 },
];

interface Case {
  readonly operation: ApiOperation;
  readonly member: Member;
  readonly value: unknown;
}

/**
 * Every member of every request body with values that it must not have: in the long run with each, where operations share a
 * body with one.
 */
function wrongMembers(): readonly Case[] {
  const seen = new Set<string>();
  let turn = 0;
  let unknown = 0;
  return operations.all.flatMap((operation) => {
    if (operation.body === null || isForPeople(operation)) return [];
    const schema = JSON.stringify(operation.body);
    const most = seen.has(schema) ? 1 : candidates.length;
    seen.add(schema);
    return membersOf(operation.body, operations.resolve).flatMap((member) => {
      // Every day every sixty-fourth member, each with one value, and every twelfth of what has a name that nobody knows.
      if (member.unknown ? ++unknown % inRange(12, 1) !== 0 : ++turn % inRange(64, 1) !== 0) return [];
      const wrong = member.unknown ? ['x'] : candidates.filter((value) => !operations.allows(member.schema, value));
      return allOrOneOf(wrong, Math.floor(turn / 64))
        .slice(0, most)
        .map((value) => ({ operation, member, value }));
    });
  });
}

const send = (operation: ApiOperation, body: string): Promise<ApiAnswer> =>
  service.operator.request(operation.method, addressOf(operation, replaced.get(operation.id)), {
    body,
    headers: { 'if-match': '*' },
  });

const pathsOf = (answer: ApiAnswer): readonly string[] =>
  ((answer.body as { errors?: { path: string }[] }).errors ?? []).map((fault) => fault.path);

/** A diagnosis answers a faulty body with a report: the paths of its faults. */
const reportedPathsOf = ({ body }: ApiAnswer): readonly string[] =>
  ((body as { checks?: { verdict: string; path: string }[] }).checks ?? [])
    .filter(({ verdict }) => verdict === 'fault')
    .map(({ path }) => path);

const isRefused = ({ id }: ApiOperation, answer: ApiAnswer): boolean =>
  answer.status === 400 || answer.status === 422 || (id === 'diagnosis_ofBody' && answer.status === 200);

const names = (answer: ApiAnswer, path: string): boolean =>
  [...pathsOf(answer), ...reportedPathsOf(answer)].some(
    (named) => named === path || named.startsWith(`${path}.`) || named.startsWith(`${path}[`),
  );

describe('every request', () => {
  test('that replaces something takes what was read of it as it is, and loses nothing', async () => {
    // A file moves configurations, and most of a user is changed by addresses of its own.
    const others = ['/v1/configuration', '/v1/users/{id}'];
    const readable = new Set(operations.all.filter(({ method }) => method === 'GET').map(({ path }) => path));
    const puts = operations.all.filter(
      ({ method, path }) => method === 'PUT' && readable.has(path) && !others.includes(path),
    );
    const lost: string[] = [];
    for (const operation of puts) {
      const address = addressOf(operation, replaced.get(operation.id));
      const read = await service.operator.get(address);
      const body = JSON.stringify(read.body);
      const answer = await service.operator.request('PUT', address, { body, headers: { 'if-match': '*' } });
      const again = await service.operator.get(address);
      const without = ({ body: shown }: ApiAnswer) => ({ ...(shown as object), revision: 0, updatedAt: '' });
      if (answer.status !== 200 || !isDeepStrictEqual(without(again), without(read)))
        lost.push(`${operation.id}: ${read.status}, ${answer.status} ${pathsOf(answer).join(' ')}`);
    }
    expect(lost).toEqual([]);
    expect(puts.length).toBeGreaterThan(9);
  });

  test('with any one member wrong is refused with 400 or 422, or reported by a diagnosis, naming the member', async () => {
    const cases = wrongMembers();
    const notNamed: string[] = [];
    await inParallel(cases, 8, async ({ operation, member, value }) => {
      const answer = await send(operation, JSON.stringify(member.bodyWith(value)));
      if (isRefused(operation, answer) && names(answer, member.path)) return;
      const shown = JSON.stringify(value).slice(0, 30);
      notNamed.push(`${operation.id} ${member.path} = ${shown}: ${answer.status} ${pathsOf(answer).join(' ')}`);
    });
    expect(notNamed).toEqual([]);
    expect(cases.length).toBeGreaterThan(inRange(12, 1_000));
  }, 600_000);

  test('with any example of the description in its place is accepted there', async () => {
    const examplesOf = ({ example, examples = [] }: JsonSchema): readonly unknown[] =>
      example === undefined ? examples : [example, ...examples];
    const cases = operations.all.flatMap((operation) => {
      const { body, query } = operation;
      if (isForPeople(operation)) return [];
      const members = body === null ? [] : membersOf(body, operations.resolve);
      const whole = body === null ? [] : [{ path: '$', schema: body, bodyWith: (value: unknown) => value }];
      return [
        ...[...whole, ...members].flatMap(({ path, schema: { $ref, ...own }, bodyWith }) => {
          const schema = { ...($ref === undefined ? {} : operations.resolve($ref)), ...own };
          return examplesOf(schema).map((value) => ({
            operation,
            path,
            schema,
            value,
            address: null,
            body: bodyWith(value),
          }));
        }),
        ...query.flatMap(({ name, schema }) =>
          examplesOf(schema).map((value) => {
            const address = `${addressOf(operation)}?${name}=${encodeURIComponent(String(value))}`;
            return { operation, path: `query.${name}`, schema, value, address, body: null };
          }),
        ),
      ];
    });
    const tried = cases.filter(everySixth);
    const refused: string[] = [];
    await inParallel(tried, 8, async ({ operation, path, schema, value, address, body }) => {
      const answer = await (address === null
        ? send(operation, JSON.stringify(body))
        : service.operator.request(operation.method, address));
      // 422: what it names is not there. The same example at another operation is the same fault.
      const faulty = (answer.status === 400 && names(answer, path)) || answer.status >= 500;
      if (faulty || !operations.allows(schema, value))
        refused.push(`${operation.id} ${path} = ${JSON.stringify(value)}: ${answer.status}`);
    });
    expect(refused).toEqual([]);
    expect(cases.length).toBeGreaterThan(40);
  });

  test('with text that no database holds, where any text is allowed, is never answered with 500', async () => {
    const texts = ['\u0000', 'a\u0000b', '\ud800', '\udfff\ud800'];
    const cases = operations.all.flatMap((operation) =>
      operation.body === null
        ? []
        : membersOf(operation.body, operations.resolve)
            .filter(({ unknown }, place) => !unknown && place % inRange(24, 1) === 0)
            .flatMap((member, place) =>
              allOrOneOf(
                texts.filter((text) => operations.allows(member.schema, text)),
                place,
              ).map((value) => ({ operation, member, value })),
            ),
    );
    const failed: string[] = [];
    await inParallel(cases, 8, async ({ operation, member, value }) => {
      const { status } = await send(operation, JSON.stringify(member.bodyWith(value)));
      if (status >= 500) failed.push(`${operation.id} ${member.path} = ${JSON.stringify(value)}: ${status}`);
    });
    expect(failed).toEqual([]);
    expect(cases.length).toBeGreaterThan(inRange(12, 50));
  }, 120_000);

  test('with a query member wrong is refused with 400, naming it; an unknown one too', async () => {
    const seen: string[] = [];
    for (const operation of operations.all.filter(({ query }) => query.length > 0).filter(everyThird)) {
      for (const { name } of [...operation.query, { name: 'misspelt' }]) {
        const address = `${addressOf(operation)}?${name}=${encodeURIComponent('\u0000'.repeat(1_000))}`;
        const answer = await service.operator.request(operation.method, address);
        seen.push(`${operation.id} ${name}: ${answer.status} ${String(names(answer, `query.${name}`))}`);
      }
    }
    expect(seen.filter((line) => !line.endsWith(': 400 true'))).toEqual([]);
    expect(seen.length).toBeGreaterThan(inRange(5, 10));
  });

  test('with a whole number in its query written in any way but decimal digits is refused, naming it', async () => {
    const seen: string[] = [];
    let turn = 0;
    for (const operation of operations.all) {
      for (const { name, schema } of operation.query.filter(({ schema }) => schema['type'] === 'integer')) {
        for (const value of allOrOneOf(['0x10', '1e1', ' 5 ', '+5', '5.0', '', '0b11', '٥'], turn++)) {
          const address = `${addressOf(operation)}?${name}=${encodeURIComponent(value)}`;
          const answer = await service.operator.request(operation.method, address);
          seen.push(`${operation.id} ${name}=${value}: ${answer.status} ${String(names(answer, `query.${name}`))}`);
        }
        expect(schema.maximum).toBeGreaterThan(1);
      }
    }
    expect(seen.filter((line) => !line.endsWith(': 400 true'))).toEqual([]);
    expect(seen.length).toBeGreaterThan(inRange(8, 50));
  });

  test('that reads no body refuses one by its members, and only those who may make it are told', async () => {
    const seen: string[] = [];
    const withoutBody = operations.all.filter((one) => one.method !== 'GET' && one.body === null && !isForPeople(one));
    for (const operation of withoutBody.filter(
      (one, place) => everyThird(one, place) || one.id.startsWith('providerActions_'),
    )) {
      const address = addressOf(operation, '4f0b54a1-4c39-4a3c-8f0d-0d7a3b0f7f7c');
      const body = '{ "reason": "none", "a b": 1 }';
      const answer = await service.operator.request(operation.method, address, { body });
      const empty = await service.operator.request(operation.method, address, { body: '{}' });
      const stranger = await service.caller(null).request(operation.method, address, { body });
      seen.push(operation.id);
      expect({ id: operation.id, status: answer.status, paths: pathsOf(answer) }).toEqual({
        id: operation.id,
        status: 400,
        paths: ['$.reason', '$["a b"]'],
      });
      expect([operation.id, empty.status]).not.toEqual([operation.id, 400]);
      expect(stranger.status).toBe(401);
    }
    expect(seen).toEqual(expect.arrayContaining(['providerActions_enable', 'providerActions_disable']));
  });

  test('for a thing whose name or id cannot be is answered with 4xx', async () => {
    const odd = ['%00', '%F0%9F%92%A9', '..%2F..%2Fetc', "'%3BDROP TABLE tenant", 'x'.repeat(500), '-1', '%ED%A0%80'];
    const seen: string[] = [];
    const pages = ['/sign-in/{token}', '/callback/{tenant}/{provider}', '/errors/{code}'];
    const addresses = [
      ...pages.map((path) => ({ method: 'GET', path, body: null })),
      ...operations.all.filter(({ path }) => path.includes('{')),
    ];
    for (const [place, { method, path, body }] of addresses.filter(everyThird).entries()) {
      for (const name of allOrOneOf(odd, place)) {
        const { status } = await service.operator.request(method, path.replace(/\{[^}]+\}/g, name), {
          headers: { 'if-match': '"1"' },
          ...(body === null ? {} : { body: '{}' }),
        });
        seen.push(`${method} ${path} ${name.slice(0, 30)}: ${status}`);
      }
    }
    expect(seen.filter((line) => !/: 4\d\d$/.test(line))).toEqual([]);
    expect(seen.length).toBeGreaterThan(inRange(25, 80));
  });

  test('with odd headers is never answered with 500', async () => {
    const odd = ['', '"', '*', '"1", *', 'W/"1"', '"9007199254740993"', '\u00ff'.repeat(300), 'a b\tc'];
    const seen: string[] = [];
    for (const [place, operation] of operations.all.filter(everySixth).entries()) {
      for (const value of allOrOneOf(odd, place)) {
        const { status } = await service.operator.request(operation.method, addressOf(operation), {
          headers: { 'if-match': value, 'idempotency-key': value, accept: value, 'accept-language': value },
          ...(operation.body === null ? {} : { body: '{}' }),
        });
        if (status >= 500) seen.push(`${operation.id} ${value.slice(0, 20)}: ${status}`);
      }
    }
    expect(seen).toEqual([]);
  });

  test('with any JSON, or anything else, as its body is never answered with 500', async () => {
    const withBody = operations.all.filter(({ body }) => body !== null);
    const anyOperation = fc.constantFrom(...withBody);
    const member = anyOperation.chain((operation) =>
      fc.constantFrom(...membersOf(operation.body ?? {}, operations.resolve)).map((found) => ({ operation, found })),
    );
    const body = fc.oneof(
      fc.tuple(member, fc.jsonValue()).map(([{ operation, found }, value]) => ({
        operation,
        text: JSON.stringify(found.bodyWith(value)),
      })),
      fc.tuple(anyOperation, fc.json()).map(([operation, text]) => ({ operation, text })),
      fc.tuple(anyOperation, fc.string({ unit: anyCharacter })).map(([operation, text]) => ({ operation, text })),
    );
    await fc.assert(
      fc.asyncProperty(body, async ({ operation, text }) => {
        expect((await send(operation, text)).status).toBeLessThan(500);
      }),
      { numRuns: inRange(20, 1_000) },
    );
  }, 120_000);
});
