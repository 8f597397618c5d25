import { generateKeyPair, randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import type { JWK } from 'oidc-provider';
import { rsaPair } from '../rsa-pair.js';

const generate = promisify(generateKeyPair);

/** Private keys for RS256 / PS256, ES256 and EdDSA, each with a new `kid`. */
export async function generateSigningKeys(): Promise<JWK[]> {
  const pairs = await Promise.all([rsaPair(), generate('ec', { namedCurve: 'P-256' }), generate('ed25519', {})]);
  return pairs.map(({ privateKey }) => ({
    ...(privateKey.export({ format: 'jwk' }) as JWK),
    kid: randomUUID(),
    use: 'sig',
  }));
}
