import { createHash } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import type { ProviderConfiguration } from '../../providers/provider-configuration.js';
import { randomOf } from '../../secrets/random.js';
import type { TripSecrets } from '../trip.js';

const random = () => randomOf(32).toString('base64url');

/** Makes what the attempt must remember: 256 random bits each, and a key pair of its own for DPoP. */
export async function makeTripSecrets(configuration: ProviderConfiguration): Promise<TripSecrets> {
  return {
    state: random(),
    nonce: configuration.idToken?.useNonce === true ? random() : null,
    codeVerifier: configuration.usePkce ? random() : null,
    dpopKey: configuration.dpop === null ? null : await makeDpopKey(configuration.dpop.signingAlgorithm),
  };
}

async function makeDpopKey(algorithm: string): Promise<Readonly<Record<string, unknown>>> {
  const { privateKey } = await generateKeyPair(algorithm, { extractable: true });
  return { ...(await exportJWK(privateKey)), alg: algorithm };
}

/** RFC 7636 §4.2, S256. */
export function codeChallengeOf(codeVerifier: string | null): string | null {
  return codeVerifier === null ? null : createHash('sha256').update(codeVerifier, 'ascii').digest('base64url');
}

/** RFC 7638; what `dpop_jkt` names. */
export async function dpopThumbprintOf(dpopKey: TripSecrets['dpopKey']): Promise<string | null> {
  return dpopKey === null ? null : await calculateJwkThumbprint(dpopKey, 'sha256');
}
