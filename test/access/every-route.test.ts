import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { scopes } from '../../src/access/scope.js';
import { LoginWorld, type SharedLoginWorld } from '../signer-authentications/world.js';
import { ownName } from '../support/jest/shared-service.js';
import { type ApiOperation, ApiOperations } from '../support/requests/api-operations.js';
import type { ApiAnswer, ApiClient } from '../support/service/api-client.js';
import { SignerBrowser } from '../support/signer-browser.js';

let world: SharedLoginWorld;
let operations: readonly ApiOperation[];

beforeAll(async () => {
  world = await LoginWorld.sharing();
  operations = new ApiOperations((await world.service.caller(null).get('/openapi.json')).body).all;
});
afterAll(() => world.close());

const call = (caller: ApiClient, { method, body }: ApiOperation, address: string): Promise<ApiAnswer> =>
  caller.request(method, address, {
    headers: { 'if-match': '*' },
    ...(body === null ? {} : { body: '{}' }),
  });

describe('every route that needs a key', () => {
  test('refuses one that has every scope but its own, naming what is missing', async () => {
    const protectedRoutes = operations.filter(({ requiredScopes }) => requiredScopes.length > 0);
    expect(protectedRoutes.length).toBeGreaterThan(20);
    const keys = new Map<string, ApiClient>();
    for (const missing of scopes) {
      const answer = await world.service.operator.post('/v1/api-keys', {
        name: `all but ${missing}`,
        scopes: scopes.filter((scope) => scope !== missing),
      });
      keys.set(missing, world.service.caller((answer.body as { key: string }).key));
    }
    for (const route of protectedRoutes) {
      for (const scope of route.requiredScopes) {
        const caller = keys.get(scope)!;
        const answer = await call(caller, route, route.path.replace(/\{[^}]+\}/g, randomUUID()));
        expect({ route: route.id, status: answer.status }).toEqual({ route: route.id, status: 403 });
        expect((answer.body as { detail: string }).detail).toContain(scope);
      }
    }
  });
});

/** A tenant has no key for these: it is refused before anything is looked up. */
const forOperators = (scopes: readonly string[]): boolean => scopes.some((scope) => scope.startsWith('tenants:'));

describe("another tenant's things", () => {
  test('are not there, whatever the route, and nothing is changed by asking', async () => {
    const { id, signInUrl } = await world.create({ envelope: { id: 'env-private' } });
    await world.logIn(new SignerBrowser(), signInUrl, 'openid', 'john');
    const key = await world.tenant.post('/v1/api-keys', { name: 'private', scopes: ['audit:read'] });
    const keyId = (key.body as { id: string }).id;
    const nameOf = ({ path }: ApiOperation): string => {
      if (path.includes('/providers/')) return 'openid';
      if (path.includes('/envelopes/')) return 'env-private';
      return path.includes('/api-keys/') ? keyId : id;
    };
    const before = [
      await world.tenant.get('/v1/providers/openid'),
      await world.tenant.get(`/v1/signer-authentications/${id}`),
      await world.tenant.get('/v1/api-keys'),
    ].map(({ body }) => body);

    const stranger = await world.service.newTenant(ownName('stranger'));
    const routes = operations.filter(
      ({ path, requiredScopes }) => path.includes('{') && requiredScopes.length > 0 && !forOperators(requiredScopes),
    );
    expect(routes.length).toBeGreaterThan(10);
    const seen: string[] = [];
    for (const route of routes) {
      const owned = route.path.replace(/\{(id|name)\}/, encodeURIComponent(nameOf(route))).replace(/\{[^}]+\}/g, '1');
      const answer = await call(stranger, route, owned);
      // A body that is not as required is told so before anything is looked up.
      if (answer.status !== 404 && !(route.body !== null && answer.status === 400))
        seen.push(`${route.id} ${owned}: ${answer.status}`);
    }
    expect(seen).toEqual([]);
    const after = [
      await world.tenant.get('/v1/providers/openid'),
      await world.tenant.get(`/v1/signer-authentications/${id}`),
      await world.tenant.get('/v1/api-keys'),
    ].map(({ body }) => body);
    expect(after).toEqual(before);
  });

  test('are in none of its lists', async () => {
    const stranger = await world.service.newTenant(ownName('stranger'));
    const lists = operations.filter(({ method, path, requiredScopes }) => {
      const ownScopes = requiredScopes.every((scope) => !scope.startsWith('tenants:'));
      return method === 'GET' && !path.includes('{') && requiredScopes.length > 0 && ownScopes;
    });
    expect(lists.length).toBeGreaterThan(3);
    for (const { path } of lists) {
      const text = JSON.stringify((await stranger.get(path)).body);
      expect({ path, names: /env-private|acme|john@example\.com/.test(text) }).toEqual({ path, names: false });
    }
  });
});
