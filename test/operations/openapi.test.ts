import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { serviceVersion } from '../../src/version.js';
import { startTestService, type TestService } from '../support/service.js';

interface Operation {
  readonly operationId: string;
  readonly security?: readonly unknown[];
  readonly 'x-required-scopes'?: readonly string[];
  readonly responses: Readonly<Record<string, unknown>>;
}

interface Description {
  readonly openapi: string;
  readonly info: { readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

let service: TestService;
let description: Description;

beforeAll(async () => {
  service = await startTestService();
  description = (await service.caller(null).get('/openapi.json')).body as Description;
});
afterAll(() => service.close());

const operations = () =>
  Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );

describe('the description of the API', () => {
  test('is valid OpenAPI 3.1', async () => {
    const result = await new Validator().validate({ ...description });
    expect(result.errors ?? []).toEqual([]);
    expect(description.openapi).toBe('3.1.1');
    expect(description.info.version).toBe(serviceVersion);
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
    for (const { operation } of operations())
      expect(operation.responses['4XX']).toMatchObject({
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      });
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
