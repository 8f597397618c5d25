import { X509Certificate } from 'node:crypto';
import type { CredentialPurpose, PublicJwk } from './credential.js';
import { readCertificates } from './key-material.js';
import { generatePrivateKey, publicJwkOf } from './key-pair.js';

/** A credential as somebody entered it, in clear, in memory only. */
export interface EnteredCredential {
  readonly kind: 'client_secret' | 'private_key' | 'client_certificate';
  /** Client secret as text; key as PKCS#8 PEM; certificate as PEM chain, its key in `privateKey`. */
  readonly value: string;
  readonly privateKey: string | null;
  /** `kid` as entered; null: to be derived from the key. */
  readonly keyId: string | null;
}

/** Everything about a new credential that is to be known before it is stored. Making it may take long: RSA keys are searched for. */
export interface MadeCredential {
  readonly purpose: CredentialPurpose;
  readonly value: string;
  readonly privateKey: string | null;
  readonly keyId: string | null;
  readonly publicJwk: PublicJwk | null;
  /** Made here, not entered. */
  readonly generated: boolean;
  /** Until when a certificate is valid; null for everything else. */
  readonly validUntil: Date | null;
}

/**
 * Makes a credential ready to be stored.
 * @param algorithm JWS or JWE algorithm that a key serves; null for what is no key of an algorithm
 * @param entered null: a key is generated, of type RSA where no algorithm is given
 */
export async function makeCredential(
  purpose: CredentialPurpose,
  algorithm: string | null,
  entered: EnteredCredential | null,
): Promise<MadeCredential> {
  const { kind, value, privateKey, keyId } = entered ?? {
    kind: 'private_key',
    value: await generatePrivateKey(algorithm ?? 'RS256'),
    privateKey: null,
    keyId: null,
  };
  const made = { purpose, value, privateKey, keyId: null, publicJwk: null, generated: entered === null };
  switch (kind) {
    case 'client_secret':
      return { ...made, validUntil: null };
    case 'private_key': {
      const use = purpose === 'decryption_key' ? 'enc' : 'sig';
      const publicJwk = await publicJwkOf(value, use, algorithm, keyId);
      return { ...made, keyId: publicJwk.kid, publicJwk, validUntil: null };
    }
    case 'client_certificate': {
      const chain = readCertificates(value) ?? [];
      const x5c = chain.map((certificate: X509Certificate) => certificate.raw.toString('base64'));
      const publicJwk = { ...(await publicJwkOf(privateKey ?? '', 'sig', null, null)), x5c };
      return { ...made, publicJwk, validUntil: chain[0] === undefined ? null : new Date(chain[0].validTo) };
    }
  }
}
