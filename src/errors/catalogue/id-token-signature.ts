import type { CatalogueEntries } from '../catalogue-entry.js';

const untrusted = { status: 502, signer: 'answer_not_trusted', referenceName: 'TOKEN_FETCH_CALL_FAILED' } as const;
const misconfigured = {
  status: 502,
  signer: 'provider_misconfigured',
  referenceName: 'TOKEN_FETCH_CALL_FAILED',
} as const;

/** Why an ID token cannot be read, decrypted or verified (RFC 7515, RFC 7516, RFC 8725). */
export const idTokenSignatureErrors = {
  'id_token.malformed': {
    ...untrusted,
    title: 'The ID token cannot be read',
    cause: 'It is no compact JWS: not three base64url parts, or header or claims are no JSON object.',
    confirm: 'Run a test login and look at the ID token that came.',
    remedy: 'Ask the provider why its ID token is not a signed JWT.',
  },
  'id_token.duplicate_member': {
    ...untrusted,
    title: 'The ID token names a member twice',
    cause:
      'The header holds a JSON member twice, or the claims hold one twice with different values, so that two readers could read different tokens.',
    confirm: 'The detail names the member.',
    remedy: 'Report it to the provider: RFC 7519 §4 requires unique claim names.',
  },
  'id_token.unsigned': {
    ...untrusted,
    title: 'The ID token is not signed',
    cause: 'Its header says `alg: none`, or the encrypted token holds bare claims.',
    confirm: 'The detail shows the header parameter.',
    remedy: 'Have the provider sign ID tokens for this client with one of `idToken.signingAlgorithms`.',
    setting: '$.idToken.signingAlgorithms',
  },
  'id_token.algorithm_not_allowed': {
    ...misconfigured,
    title: 'The ID token is signed with an algorithm that is not allowed',
    cause: 'The provider signs with another algorithm than those listed in `idToken.signingAlgorithms`.',
    confirm: 'The detail shows the algorithm seen and those allowed.',
    remedy:
      'Add the algorithm if it is a secure one, or have the provider use an allowed one. `EdDSA` and `Ed25519` are two names of one signature: the one that is seen is the one to list.',
    setting: '$.idToken.signingAlgorithms',
  },
  'id_token.critical_header_unsupported': {
    ...untrusted,
    title: 'The ID token demands an extension that is not understood',
    cause: 'The header holds `crit` (RFC 7515 §4.1.11); a reader that does not understand what it lists must refuse.',
    confirm: 'The detail lists the extensions.',
    remedy: 'Have the provider issue ID tokens without `crit`.',
  },
  'id_token.type_unexpected': {
    ...untrusted,
    title: 'The token is of another type than an ID token',
    cause: 'The header `typ` names another kind of token, e.g. an access token or a logout token.',
    confirm: 'The detail shows the type.',
    remedy:
      'Check that the token endpoint is the right one; allow it with the exception `any-typ` only if the provider really does so.',
    setting: '$.idToken.exceptions',
  },
  'id_token.key_not_found': {
    ...untrusted,
    title: "The ID token's key is not in the provider's key set",
    cause:
      'The token was signed with a key that the JWKS does not publish: another environment, a wrong `jwksUri`, or a rotation in progress.',
    confirm: 'The detail shows the `kid`; compare with the document at the JWKS URI.',
    remedy: 'Correct `jwksUri` (or the issuer that it is discovered from); after a rotation try again in a minute.',
    setting: '$.jwksUri',
  },
  'id_token.key_ambiguous': {
    ...untrusted,
    title: "The ID token does not say which of the provider's keys signed it",
    cause: 'Several keys could be meant: the token has no `kid`, or two usable keys share one.',
    confirm: 'The detail says which; look at the document at the JWKS URI.',
    remedy: 'Have the provider publish distinct `kid`s and name one in each token.',
    setting: '$.jwksUri',
  },
  'id_token.key_unusable': {
    ...untrusted,
    title: "The provider's key cannot be used",
    cause: 'The JWK is broken or too weak (RSA below 2048 bits).',
    confirm: 'Look at the key named in the detail at the JWKS URI.',
    remedy: 'Have the provider publish a sound key.',
    setting: '$.jwksUri',
  },
  'id_token.signature_invalid': {
    ...untrusted,
    title: "The ID token's signature is wrong",
    cause: 'The token was altered, or was signed with another key than the one published under its `kid`.',
    confirm: 'Compare the JWKS URI with the one in the discovery document of the issuer.',
    remedy:
      'Correct `jwksUri` or the client secret (HS algorithms); otherwise treat it as an attack and ask the provider.',
    setting: '$.jwksUri',
  },
  'id_token.encryption_unexpected': {
    ...misconfigured,
    title: 'The ID token is encrypted though no decryption key is configured',
    cause: 'The provider encrypts ID tokens for this client.',
    confirm: 'The token has five parts.',
    remedy: 'Configure `idToken.encryption` with a decryption key, or turn encryption off at the provider.',
    setting: '$.idToken.encryption',
  },
  'id_token.encryption_missing': {
    ...misconfigured,
    title: 'The ID token is not encrypted though encryption is required',
    cause: '`idToken.encryption` requires it, and the provider sent a token that is only signed.',
    confirm: 'The token has three parts.',
    remedy: 'Turn encryption on at the provider for this client, or do not require it.',
    setting: '$.idToken.encryption',
  },
  'id_token.encryption_algorithm_refused': {
    ...misconfigured,
    title: 'The ID token is encrypted in a way that is not allowed',
    cause: 'Its `alg` or `enc` is not configured, is unsafe (RSA1_5, PBES2), or it is compressed (`zip`).',
    confirm: 'The detail shows the header parameters.',
    remedy: 'Have the provider use RSA-OAEP-256 or ECDH-ES with an AES content encryption.',
    setting: '$.idToken.encryption',
  },
  'id_token.decryption_failed': {
    ...misconfigured,
    title: 'The ID token cannot be decrypted',
    cause: 'The provider encrypted for a key that we do not hold, e.g. one that was rotated out.',
    confirm: 'Compare the `kid` in the detail with our published keys.',
    remedy: "Let the provider fetch our current keys, or keep the old key until the provider's cache has expired.",
    setting: '$.idToken.encryption',
  },
} as const satisfies CatalogueEntries;
