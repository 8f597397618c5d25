import { z } from 'zod';

/** JWS algorithms (RFC 7518 §3.1, RFC 8037, RFC 9864) whose keys are public: what a provider publishes in its JWK set. */
export const asymmetricSigningAlgorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
] as const;

/** JWS algorithms keyed with the client secret. */
export const symmetricSigningAlgorithms = ['HS256', 'HS384', 'HS512'] as const;

/** Key management algorithms that may wrap a JWE to us. RSA1_5, PBES2 and symmetric ones are refused. */
export const keyManagementAlgorithms = [
  'RSA-OAEP',
  'RSA-OAEP-256',
  'RSA-OAEP-384',
  'RSA-OAEP-512',
  'ECDH-ES',
  'ECDH-ES+A128KW',
  'ECDH-ES+A192KW',
  'ECDH-ES+A256KW',
] as const;

export const contentEncryptionAlgorithms = [
  'A128CBC-HS256',
  'A192CBC-HS384',
  'A256CBC-HS512',
  'A128GCM',
  'A192GCM',
  'A256GCM',
] as const;

/** Which of two names to take that stand beside each other in every list of these algorithms. */
export const namesOfEd25519 =
  'EdDSA and Ed25519 are one signature by two names and told apart: take the one that the other side writes, and Ed25519 where it knows both (RFC 9864 deprecates EdDSA)';

/** A list of algorithms that says which of its names to take, in its refusal and (`$comment`) to whoever judges by the schema. */
const algorithmOf = <const T extends readonly string[]>(algorithms: T) =>
  z
    .enum(algorithms, {
      // Without a value the words for what is missing are those of everything else.
      error: ({ input }) =>
        input === undefined ? undefined : `expected one of ${algorithms.join(', ')}; ${namesOfEd25519}`,
    })
    .meta({ $comment: namesOfEd25519 });

export const asymmetricSigningAlgorithmSchema = algorithmOf(asymmetricSigningAlgorithms).meta({
  id: 'AsymmetricSigningAlgorithm',
  description: `JWS algorithm with a public key (RFC 7518 §3.1, RFC 8037). ${namesOfEd25519}.`,
});

export const signingAlgorithmSchema = algorithmOf([...asymmetricSigningAlgorithms, ...symmetricSigningAlgorithms]).meta(
  {
    id: 'SigningAlgorithm',
    description: `JWS algorithm (RFC 7518 §3.1). HS* is keyed with the client secret. \`none\` does not exist here. ${namesOfEd25519}.`,
  },
);
