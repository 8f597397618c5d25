import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { scopes } from '../../src/access/scope.js';
import { type SharedService, sharedTestService } from '../support/jest/shared-service.js';
import { inRange } from '../support/range.js';
import type { ApiClient } from '../support/service/api-client.js';

/** Tells whether an address lets a caller in: what is wrong with the request is said only after that. */
const letsIn = (status: number) => status !== 401 && status !== 403;

const OPEN = /^\/v1\/(audit\/(?!checks$)|tenants\/\{tenant\}\/(jwks\.json|webhook-key)$)|^\/(health|metrics)/;

/** A user's own account, which no key has. */
const PERSONAL = /^\/v1\/me(\/|$)/;

/** Every operation that the API's description names is asked with every scope by itself. */
describe('an operation of the API', () => {
  let service: SharedService;
  let operations: readonly { readonly method: string; readonly path: string; readonly needed: string | undefined }[];
  const callers = new Map<string, ApiClient>();

  beforeAll(async () => {
    service = await sharedTestService();
    const described = (await service.operator.get('/openapi.json')).body as {
      paths: Record<string, Record<string, { 'x-required-scopes'?: readonly string[] }>>;
    };
    operations = Object.entries(described.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        method: method.toUpperCase(),
        path,
        needed: operation['x-required-scopes']?.[0],
      })),
    );
    for (const scope of scopes) {
      const made = await service.operator.post('/v1/api-keys', { name: scope, scopes: [scope] });
      expect(made).toMatchObject({ status: 201, body: { scopes: [scope] } });
      callers.set(scope, service.caller((made.body as { key: string }).key));
    }
  });

  afterAll(async () => {
    await service.close();
  });

  async function ask(caller: ApiClient, { method, path }: { method: string; path: string }): Promise<number> {
    const address = path.replace(/\{[^}]*\}/g, randomUUID());
    return (await caller.request(method, address, method === 'GET' || method === 'DELETE' ? {} : { body: {} })).status;
  }

  it('lets in nobody without a key, unless it is meant for everybody', async () => {
    for (const operation of operations) {
      const open = letsIn(await ask(service.caller(null), operation));
      expect({ ...operation, open }).toEqual({ ...operation, open: OPEN.test(operation.path) });
    }
  });

  it('lets in keys of exactly one scope, which fits its kind', async () => {
    let turn = 0;
    for (const operation of operations.filter(({ path }) => !OPEN.test(path))) {
      const personal = PERSONAL.test(operation.path);
      const admitted: string[] = [];
      // Every day each route with the scope that it names and a twenty-fourth of the others, in turn.
      const tried = [...callers].filter(
        ([scope], place) => scope === operation.needed || (place + turn) % inRange(24, 1) === 0,
      );
      turn++;
      for (const [scope, caller] of tried) {
        const status = await ask(caller, operation);
        expect({ ...operation, scope, status: Math.min(status, 500) }).not.toMatchObject({ status: 500 });
        if (letsIn(status)) admitted.push(scope);
      }
      expect({ ...operation, admitted }).toMatchObject({ admitted: personal ? [] : [expect.any(String)] });
      if (operation.method !== 'GET' && !personal)
        expect({ ...operation, admitted }).not.toMatchObject({ admitted: [expect.stringMatching(/read$/)] });
    }
  });
});
