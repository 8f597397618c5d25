import {
  constants,
  createHmac,
  generateKeyPair,
  type KeyObject,
  randomUUID,
  type SignKeyObjectInput,
  sign as signData,
} from 'node:crypto';
import { promisify } from 'node:util';
import { rsaPair } from '../rsa-pair.js';

const generate = promisify(generateKeyPair);

export type AsymmetricAlgorithm =
  | 'RS256'
  | 'RS384'
  | 'RS512'
  | 'PS256'
  | 'PS384'
  | 'PS512'
  | 'ES256'
  | 'ES384'
  | 'ES512'
  | 'EdDSA';
type SymmetricAlgorithm = 'HS256' | 'HS384' | 'HS512';

/** A key that a scriptable provider signs with. */
export interface SigningKey {
  readonly alg: AsymmetricAlgorithm | SymmetricAlgorithm;
  /** Absent when neither header nor JWKS shall have one. */
  readonly kid: string | undefined;
  /** What the JWKS publishes; undefined for a shared secret. */
  readonly publicJwk: Readonly<Record<string, unknown>> | undefined;
  sign(signingInput: string): Buffer;
}

/** A key that nobody else has at the moment, with a `kid` of its own. `kid: null` makes one without. */
export async function generateSigningKey(
  alg: AsymmetricAlgorithm = 'RS256',
  kid: string | null = randomUUID(),
): Promise<SigningKey> {
  const { privateKey, publicKey } = await generatePair(alg);
  const input = signInput(alg, privateKey);
  const digest = alg === 'EdDSA' ? null : `sha${alg.slice(2)}`;
  const named = kid === null ? {} : { kid };
  return {
    alg,
    kid: kid ?? undefined,
    publicJwk: { ...publicKey.export({ format: 'jwk' }), ...named, use: 'sig', alg },
    sign: (signingInput) => signData(digest, Buffer.from(signingInput), input),
  };
}

/** HS* with the client secret as key (OIDC Core §10.1), or with whatever an attacker would use, e.g. a public key. */
export function sharedSecretKey(secret: string | Buffer, alg: SymmetricAlgorithm = 'HS256', kid?: string): SigningKey {
  return {
    alg,
    kid,
    publicJwk: undefined,
    sign: (signingInput) =>
      createHmac(`sha${alg.slice(2)}`, secret)
        .update(signingInput)
        .digest(),
  };
}

function generatePair(alg: AsymmetricAlgorithm): Promise<{ publicKey: KeyObject; privateKey: KeyObject }> {
  switch (alg) {
    case 'EdDSA':
      return generate('ed25519', {});
    case 'ES256':
      return generate('ec', { namedCurve: 'P-256' });
    case 'ES384':
      return generate('ec', { namedCurve: 'P-384' });
    case 'ES512':
      return generate('ec', { namedCurve: 'P-521' });
    default:
      return rsaPair();
  }
}

function signInput(alg: AsymmetricAlgorithm, key: KeyObject): SignKeyObjectInput {
  if (alg.startsWith('PS')) {
    return { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
  }
  return alg.startsWith('ES') ? { key, dsaEncoding: 'ieee-p1363' } : { key };
}
