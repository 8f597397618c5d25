import type { CredentialPurpose, PublicJwk } from '../../credentials/credential.js';
import type { ProviderConfiguration } from '../provider-configuration.js';

/** One credential without which a configuration cannot work. */
export interface NeededCredential {
  readonly purpose: CredentialPurpose;
  /** JWS or JWE algorithm that a key must fit; null for what is no key of an algorithm. */
  readonly algorithm: string | null;
  /** Whether we make one when none is entered. */
  readonly generated: boolean;
  /** JSON path of the member in which an admin enters it. */
  readonly path: string;
}

/** The credentials that a configuration needs, in a fixed order. */
export function neededCredentials(configuration: ProviderConfiguration): readonly NeededCredential[] {
  return [
    ...forClientAuthentication(configuration),
    ...forRequestObject(configuration),
    ...forDecryption(configuration),
  ];
}

function forClientAuthentication({ clientAuthentication }: ProviderConfiguration): NeededCredential[] {
  const need = (purpose: CredentialPurpose, member: string, algorithm: string | null, generated: boolean) => [
    { purpose, algorithm, generated, path: `$.clientAuthentication.${member}` },
  ];
  switch (clientAuthentication.method) {
    case 'client_secret_basic':
    case 'client_secret_post':
    case 'client_secret_jwt':
      return need('client_secret', 'clientSecret', null, false);
    case 'private_key_jwt':
      return need('signing_key', 'privateKey', clientAuthentication.signingAlgorithm, true);
    case 'apple_client_secret':
      return need('apple_key', 'privateKey', 'ES256', false);
    case 'tls_client_auth':
    case 'self_signed_tls_client_auth':
      return need('client_certificate', 'certificate', null, false);
    case 'none':
      return [];
  }
}

function forRequestObject({ clientAuthentication, requestObject }: ProviderConfiguration): NeededCredential[] {
  // With private_key_jwt one key signs both.
  if (requestObject === null || clientAuthentication.method === 'private_key_jwt') return [];
  return [
    {
      purpose: 'signing_key',
      algorithm: requestObject.signingAlgorithm,
      generated: true,
      path: '$.requestObject.signingAlgorithm',
    },
  ];
}

function forDecryption(configuration: ProviderConfiguration): NeededCredential[] {
  const encryptions = [
    configuration.idToken?.encryption ?? null,
    configuration.authorizationResponse.encryption,
    ...configuration.resources.map((resource) => resource.encryption),
  ];
  const algorithms = encryptions.flatMap((encryption) => encryption?.keyManagementAlgorithms ?? []);
  // One key per family, whichever algorithm of the family a token then uses.
  const families = [
    algorithms.find((algorithm) => algorithm.startsWith('RSA')),
    algorithms.find((algorithm) => algorithm.startsWith('ECDH')),
  ];
  return families.flatMap((algorithm) =>
    algorithm === undefined
      ? []
      : [{ purpose: 'decryption_key' as const, algorithm, generated: true, path: '$.decryptionKey' }],
  );
}

/**
 * Whether a key can be used for a JWS or JWE algorithm. A signing key is published with its one algorithm (RFC 8725 §3.1); a
 * decryption key serves its whole family.
 */
export function keyFits(jwk: PublicJwk | null, algorithm: string | null): boolean {
  if (algorithm === null || jwk === null) return algorithm === null;
  if (algorithm.startsWith('RSA-OAEP')) return jwk['kty'] === 'RSA';
  if (algorithm.startsWith('ECDH-ES')) return jwk['kty'] === 'EC' || jwk['crv'] === 'X25519';
  return jwk['alg'] === algorithm;
}
