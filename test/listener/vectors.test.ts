import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { ListenerError, type PublicKeyInput, verify } from '../../listener/src/index.js';

interface Vector {
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly verifiedBy?: string;
  readonly fault?: string;
}

const vectors = JSON.parse(readFileSync('test/vectors/webhooks.json', 'utf8')) as {
  readonly time: number;
  readonly secrets: readonly string[];
  readonly docusignKeys: readonly string[];
  readonly publicKey: string;
  readonly publicKeyJwk: PublicKeyInput;
  readonly deliveries: readonly Vector[];
};
const now = () => vectors.time * 1000;
const everyKey = { ...vectors, now };

describe('Deliveries of test/vectors/webhooks.json', () => {
  it.each(vectors.deliveries.filter(({ fault }) => fault === undefined))('takes: $name', async (vector) => {
    const delivery = await verify(vector, everyKey);
    expect(delivery).toMatchObject({ verifiedBy: vector.verifiedBy, duplicate: false });
    expect(delivery.event).toEqual(JSON.parse(vector.body));
  });

  it.each(vectors.deliveries.filter(({ fault }) => fault !== undefined))('refuses: $name', async (vector) => {
    const refused = verify(vector, everyKey);
    await expect(refused).rejects.toBeInstanceOf(ListenerError);
    await expect(refused).rejects.toMatchObject({ code: vector.fault, status: 401 });
  });

  it('takes the public key as whpk_, PEM-free JWK, or several of which one fits', async () => {
    const signed = vectors.deliveries.find(({ verifiedBy }) => verifiedBy === 'v1a')!;
    for (const publicKey of [vectors.publicKeyJwk, [vectors.publicKeyJwk, vectors.publicKey]])
      expect(await verify(signed, { publicKey, now })).toMatchObject({ verifiedBy: 'v1a' });
  });

  it('are judged alike by the reference implementation where it knows the signature', () => {
    const clock = Date.now;
    Date.now = now;
    const judged = vectors.deliveries
      .filter(({ headers }) => headers['webhook-signature']?.includes('v1,') === true)
      .map(({ name, headers, body }) => {
        const takes = vectors.secrets.some((secret) => {
          try {
            new Webhook(secret).verify(body, headers);
            return true;
          } catch {
            return false;
          }
        });
        return [name, takes];
      });
    Date.now = clock;
    expect(judged).toEqual(
      vectors.deliveries
        .filter(({ headers }) => headers['webhook-signature']?.includes('v1,') === true)
        // It passes over Ed25519 in silence.
        .map(({ name, verifiedBy }) => [name, verifiedBy === 'v1']),
    );
    expect(judged.length).toBeGreaterThan(8);
  });
});
