import { afterAll, afterEach, beforeAll, expect, it, jest } from '@jest/globals';
import { KeysMadeBefore } from '../../src/credentials/keys-made-before.js';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import { type SharedService, sharedTestService } from '../support/jest/shared-service.js';
import type { ApiClient } from '../support/service/api-client.js';
import { providerIn } from './answers.js';
import { leastOidc } from './bodies.js';

let service: SharedService;
let api: ApiClient;

beforeAll(async () => {
  service = await sharedTestService();
  api = await service.newTenant();
});
afterEach(() => {
  jest.restoreAllMocks();
});
afterAll(async () => {
  await service.close();
});

const withKey = (name: string, signingAlgorithm = 'ES256') => ({
  ...leastOidc,
  name,
  clientAuthentication: { method: 'private_key_jwt', signingAlgorithm },
});

/** While keys are made, another transaction takes the provider's row at once: nobody holds it. @returns how often that was tried */
function takeTheRowWhileKeysAreMade(name: string): () => number {
  const unitOfWork = service.app.get(UnitOfWork, { strict: false });
  const { make } = KeysMadeBefore.prototype;
  const taken: number[] = [];
  jest.spyOn(KeysMadeBefore.prototype, 'make').mockImplementation(async function (this: KeysMadeBefore, wanted) {
    const rows = await unitOfWork.run((transaction) =>
      transaction.query<unknown[]>('SELECT 1 FROM provider WHERE name = $1 FOR UPDATE NOWAIT', [name]),
    );
    taken.push(rows.length);
    await make.call(this, wanted);
  });
  return () => taken.length;
}

it('creates a provider whose key was made before anything was written', async () => {
  const tries = takeTheRowWhileKeysAreMade('created');
  expect((await api.post('/v1/providers', withKey('created'))).status).toBe(201);
  expect(tries()).toBe(1);
});

it('replaces a provider and makes its new key while nobody holds the row', async () => {
  await api.post('/v1/providers', withKey('replaced'));
  const tries = takeTheRowWhileKeysAreMade('replaced');
  const answer = await api.put('/v1/providers/replaced', withKey('replaced', 'RS256'), { 'if-match': '"1"' });
  expect(providerIn(answer)).toMatchObject({ revision: 2 });
  expect(tries()).toBe(1);
});

it('rotates a key that is made while nobody holds the row', async () => {
  await api.post('/v1/providers', withKey('rotated'));
  const tries = takeTheRowWhileKeysAreMade('rotated');
  expect((await api.post('/v1/providers/rotated/key-rotations', {})).status).toBe(200);
  expect(tries()).toBe(1);
});
