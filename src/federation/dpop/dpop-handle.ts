import { type CryptoKey, importJWK, type JWK } from 'jose';
import { type Configuration, type DPoPHandle, getDPoPHandle, modifyAssertion } from 'openid-client';
import type { TripParts } from '../trip-parts.js';

/**
 * Makes proofs with the attempt's own key (RFC 9449 §4.2), with the nonce that the server at that origin gave last. Undefined
 * when DPoP is off.
 */
export async function dpopHandle(
  { provider, secrets, dpopNonces }: Pick<TripParts, 'provider' | 'secrets' | 'dpopNonces'>,
  configuration: Configuration,
): Promise<DPoPHandle | undefined> {
  const algorithm = provider.configuration.dpop?.signingAlgorithm;
  if (algorithm === undefined || secrets.dpopKey === null) return undefined;
  const jwk = secrets.dpopKey as JWK;
  const { d: _d, p: _p, q: _q, dp: _dp, dq: _dq, qi: _qi, ...publicJwk } = jwk;
  const privateKey = (await importJWK(jwk, algorithm)) as CryptoKey;
  const publicKey = (await importJWK(publicJwk, algorithm, { extractable: true })) as CryptoKey;
  return getDPoPHandle(
    configuration,
    { privateKey, publicKey },
    {
      [modifyAssertion]: (header, payload) => {
        // The library names Ed25519 keys `Ed25519`; servers that know only `EdDSA` must get what was configured.
        header['alg'] = algorithm;
        const nonce = typeof payload['htu'] === 'string' ? dpopNonces.of(provider.id, payload['htu']) : undefined;
        if (nonce !== undefined) payload['nonce'] = nonce;
      },
    },
  );
}
