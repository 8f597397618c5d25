import { createPrivateKey, createPublicKey, type KeyLike, type SignKeyObjectInput, sign } from 'node:crypto';
import type { ExternalSigningKey } from 'oidc-provider';
import type { SigningAlgorithm } from '../../access/oauth-client-terms.js';
import type { SigningKey } from '../signing-keys/signing-key.js';
import type { OidcProvider } from './load-oidc-provider.js';

type Signer = (data: Uint8Array, key: KeyLike) => Uint8Array | Promise<Uint8Array>;

/**
 * An ES256 signature takes about 30 µs: less than the thread that WebCrypto, which oidc-provider signs by, hands it to. One with RSA
 * takes twenty times as long, and nobody is made to wait for it.
 */
const signers: Readonly<Record<SigningAlgorithm, Signer>> = {
  ES256: (data, key) => sign('sha256', data, { key, dsaEncoding: 'ieee-p1363' } as SignKeyObjectInput),
  RS256: (data, key) =>
    new Promise((resolve, reject) => {
      sign('sha256', data, key, (error, signature) => {
        if (error === null) resolve(signature);
        else reject(error);
      });
    }),
};

/** A key as oidc-provider signs with it and publishes it. */
export function signingKeyOf({ ExternalSigningKey }: OidcProvider, key: SigningKey): ExternalSigningKey {
  const privateKey = createPrivateKey({ key: key.jwk, format: 'jwk' });
  const publicKey = createPublicKey(privateKey);
  const signer = signers[key.algorithm];
  class KeyThatSigns extends ExternalSigningKey {
    override get kid(): string {
      return key.id;
    }

    override get alg(): string {
      return key.algorithm;
    }

    override keyObject() {
      return publicKey;
    }

    override sign(data: Uint8Array) {
      return signer(data, privateKey);
    }
  }
  return new KeyThatSigns();
}
