import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { serviceVersion } from '../../src/version.js';
import { type SharedService, sharedTestService } from '../support/jest/shared-service.js';
import { closedDescription, judgeAnswers, judgeOf } from '../support/service/described-answers.js';

interface Operation {
  readonly operationId: string;
  readonly requestBody?: object;
  readonly security?: readonly unknown[];
  readonly 'x-required-scopes'?: readonly string[];
  readonly responses: Readonly<Record<string, unknown>>;
}

interface Schema {
  readonly pattern?: unknown;
  readonly enum?: unknown;
  readonly $comment?: string;
  readonly example?: unknown;
  readonly properties?: unknown;
  readonly additionalProperties?: unknown;
  readonly $ref?: unknown;
}

interface Description {
  readonly openapi: string;
  readonly info: { readonly version: string };
  readonly components: { readonly schemas: Readonly<Record<string, { readonly required?: readonly string[] }>> };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly webhooks: object;
}

let service: SharedService;
let description: Description;

beforeAll(async () => {
  service = await sharedTestService();
  description = (await service.caller(null).get('/openapi.json')).body as Description;
});
afterAll(() => service.close());

const operations = () =>
  Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );

/** Every schema in the document, with the JSON pointer to it. */
function schemas(value: unknown, pointer = ''): { readonly pointer: string; readonly schema: Schema }[] {
  if (typeof value !== 'object' || value === null) return [];
  const below = Object.entries(value).flatMap(([name, member]) =>
    /^examples?$/.test(name)
      ? []
      : schemas(member, `${pointer}/${encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'))}`),
  );
  return [{ pointer, schema: value }, ...below];
}

/** Schemas of objects with members that are named, and those that they refer to. */
function reached(roots: unknown, seen = new Set<unknown>()): readonly Schema[] {
  return schemas(roots).flatMap(({ pointer, schema }) => {
    const named = typeof schema.$ref === 'string' ? /^#\/components\/schemas\/(.+)$/.exec(schema.$ref)?.[1] : undefined;
    if (named !== undefined && !seen.has(named)) {
      seen.add(named);
      return reached(description.components.schemas[named], seen);
    }
    return schema.properties !== undefined && !pointer.endsWith('/properties') ? [schema] : [];
  });
}

describe('the description of the API', () => {
  test('is valid OpenAPI 3.1', async () => {
    const result = await new Validator().validate({ ...description });
    expect(result.errors ?? []).toEqual([]);
    expect(description.openapi).toBe('3.1.1');
    expect(description.info.version).toBe(serviceVersion);
  });

  // Python's `re`, Go's `regexp` and Rust's `regex`, which validators and generated clients use, lack one or another of these.
  test('has no pattern that only ECMAScript reads', () => {
    const patterns = schemas(description).flatMap(({ schema: { pattern } }) =>
      typeof pattern === 'string' ? [pattern] : [],
    );
    expect(patterns.length).toBeGreaterThan(100);
    expect(patterns.filter((pattern) => /\\[pPuck]|\\[1-9]|\(\?[^:]/.test(pattern))).toEqual([]);
  });

  // openapi-python-client leaves such a schema out, and every operation that names it.
  test('has no union that holds itself', () => {
    const holders = schemas(description).filter(
      ({ pointer, schema: { $ref } }) =>
        typeof $ref === 'string' && ['anyOf', 'oneOf'].some((union) => `#${pointer}`.startsWith(`${$ref}/${union}/`)),
    );
    expect(holders).toEqual([]);
  });

  test('gives examples that its schemas take', () => {
    const closed = closedDescription(description);
    // Each part is compiled once, as it stands: that it is valid is judged above.
    const ajv = new Ajv2020({
      strict: false,
      validateFormats: false,
      validateSchema: false,
      inlineRefs: false,
      code: { optimize: false },
      schemas: [{ $id: 'api', ...closed }],
    });
    const faults = schemas(description.components).flatMap(({ pointer, schema: { example } }) => {
      if (example === undefined) return [];
      const validate = ajv.compile({ $ref: `api#/components${pointer}` });
      return validate(example) ? [] : [{ pointer, example, errors: validate.errors }];
    });
    expect(faults).toEqual([]);
  });

  // A client that validates, or whose types are strict, breaks at our next member where answers are closed.
  test('refuses unknown members of requests, and has room for them in answers and events', () => {
    const requests = reached(operations().map(({ operation }) => operation.requestBody));
    expect(requests.length).toBeGreaterThan(100);
    expect(requests.filter(({ additionalProperties }) => additionalProperties === undefined)).toEqual([]);
    const answered = reached([operations().map(({ operation }) => operation.responses), description.webhooks]);
    expect(answered.length).toBeGreaterThan(300);
    expect(answered.filter(({ additionalProperties }) => additionalProperties === false)).toEqual([]);
  });

  test('has a form of its own for what is sent where it is answered in another one', () => {
    const { TokenPolicyHours, TokenPolicyHoursRequest } = description.components.schemas;
    expect(TokenPolicyHoursRequest?.required).toEqual(['timeZone']);
    expect(TokenPolicyHours?.required).toEqual(['timeZone', 'days', 'from', 'to']);
  });

  test('is held by the tests to members that it names', async () => {
    const stop = judgeAnswers('http://elsewhere.test', () => Promise.resolve(description));
    const { body } = await service.caller(null).get('/health/live');
    const answer = { method: 'GET', path: '/health/live', status: 200, mediaType: 'application/json' };
    const judge = judgeOf('http://elsewhere.test');
    await judge?.({ ...answer, body });
    await expect(judge?.({ ...answer, body: { ...(body as object), undescribed: 1 } })).rejects.toThrow('additional');
    stop();
  });

  test('says of two names of one signature which to take, wherever both are listed', () => {
    const listing = schemas(description.components).filter(
      ({ schema }) => Array.isArray(schema.enum) && schema.enum.includes('EdDSA') && schema.enum.includes('Ed25519'),
    );
    expect(listing.length).toBeGreaterThan(1);
    expect(listing.filter(({ schema }) => schema.$comment?.includes('RFC 9864') !== true)).toEqual([]);
  });

  test('names each operation once', () => {
    const ids = operations().map(({ operation }) => operation.operationId);
    expect(ids.length).toBeGreaterThan(5);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('has every operation that a page sends its reader to', () => {
    const known = operations().map(({ path, method }) => ({
      method: method.toUpperCase(),
      pattern: new RegExp(`^${path.replace(/[.:]/g, '\\$&').replace(/\{[^}]+\}/g, '[^/]+')}$`),
    }));
    const pages = ['README.md', ...readdirSync('docs').map((name) => `docs/${name}`)].filter((name) =>
      name.endsWith('.md'),
    );
    const named = pages.flatMap((page) =>
      [...readFileSync(page, 'utf8').matchAll(/`(GET|POST|PUT|PATCH|DELETE) (\/v1\/[^\s`?]+)/g)].map(
        ([, method = '', path = '']) => ({ page, method, path }),
      ),
    );
    expect(named.length).toBeGreaterThan(50);
    expect(
      named.filter(
        ({ method, path }) =>
          !known.some((one) => one.method === method && one.pattern.test(path.replaceAll('…', 'x'))),
      ),
    ).toEqual([]);
  });

  test('says of every operation that errors are problem+json', () => {
    const { responses = {} } = description.components as { responses?: Record<string, unknown> };
    for (const { operation } of operations()) {
      const { $ref = '' } = operation.responses['4XX'] as { $ref?: string };
      expect(responses[$ref.replace('#/components/responses/', '')]).toMatchObject({
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      });
    }
  });

  test('says by its status what can be told of an operation beforehand', () => {
    const statusesOf = (wanted: string, at: string) =>
      Object.keys(operations().find(({ method, path }) => method === wanted && path === at)?.operation.responses ?? {});
    expect(statusesOf('put', '/v1/providers/{name}')).toEqual(
      expect.arrayContaining(['200', '400', '401', '403', '404', '412', '428', '429', '503', '4XX', '5XX']),
    );
    expect(statusesOf('get', '/v1/me')).not.toContain('428');
    expect(statusesOf('get', '/health/live')).not.toContain('401');
  });

  test('asks for a scope exactly where a key is needed', async () => {
    for (const { path, method, operation } of operations()) {
      const address = path.replace(/\{[^}]+\}/g, 'b55bb1c5-96f4-4b28-8f4f-3ac9a1dba9fd');
      const answer = await service.caller(null).request(method.toUpperCase(), address);
      const needsKey = answer.status === 401;
      expect({ path, method, needsKey }).toEqual({
        path,
        method,
        needsKey: operation['x-required-scopes'] !== undefined,
      });
      expect({ path, method, public: operation.security?.length === 0 }).toEqual({ path, method, public: !needsKey });
      const scopes = operation['x-required-scopes'];
      if (scopes !== undefined) expect(operation.security).toEqual([{ apiKey: [] }, { oauth: scopes }]);
    }
  });
});
