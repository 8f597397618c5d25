import { leastOidc } from '../bodies.js';
import { keys } from '../keys.js';
import { describeRules, type Row } from './describe-rules.js';

const encryption = { keyManagementAlgorithms: ['RSA-OAEP-256'] };
const apple = { method: 'apple_client_secret', teamId: 'ABCDE12345', keyId: 'KEY', privateKey: keys.p256 };
const keyed = (signingAlgorithm: string, privateKey: string) => ({
  ...leastOidc,
  clientAuthentication: { method: 'private_key_jwt', signingAlgorithm, privateKey },
});
const authenticated = (clientAuthentication: object) => ({ ...leastOidc, clientAuthentication });

const credentials: readonly Row[] = [
  [
    'a method that needs a secret has one',
    authenticated({ method: 'client_secret_post' }),
    ['$.clientAuthentication.clientSecret'],
  ],
  [
    'Apple needs its key',
    authenticated({ ...apple, privateKey: undefined, keyId: undefined }),
    ['$.clientAuthentication.privateKey'],
  ],
  ['Apple names its key', authenticated({ ...apple, keyId: undefined }), ['$.clientAuthentication.keyId']],
  ['Apple uses ES256', authenticated({ ...apple, privateKey: keys.rsa }), ['$.clientAuthentication.privateKey']],
  ['Apple as it should be', authenticated(apple), []],
  ['a generated key needs nothing', authenticated({ method: 'private_key_jwt' }), []],
  ['RS256 fits RSA', keyed('RS256', keys.rsa), []],
  ['RS256 does not fit EC', keyed('RS256', keys.p256), ['$.clientAuthentication.privateKey']],
  ['RSA keys have 2048 bits', keyed('PS256', keys.shortRsa), ['$.clientAuthentication.privateKey']],
  ['ES256 fits P-256', keyed('ES256', keys.p256Jwk), []],
  ['ES256 does not fit P-384', keyed('ES256', keys.p384), ['$.clientAuthentication.privateKey']],
  ['EdDSA fits Ed25519', keyed('EdDSA', keys.ed25519), []],
  ['a public key is no private key', keyed('ES256', keys.publicP256Jwk), ['$.clientAuthentication.privateKey']],
  ['an encrypted key cannot be used', keyed('RS256', keys.encryptedRsa), ['$.clientAuthentication.privateKey']],
  [
    'a key id comes with its key',
    authenticated({ method: 'private_key_jwt', keyId: 'x' }),
    ['$.clientAuthentication.keyId'],
  ],
  [
    'overlap comes with what replaces',
    authenticated({ method: 'private_key_jwt', overlapSeconds: 5 }),
    ['$.clientAuthentication.overlapSeconds'],
  ],
  ['TLS needs a certificate', authenticated({ method: 'tls_client_auth' }), ['$.clientAuthentication.certificate']],
  [
    'HS256 needs a client secret',
    { ...leastOidc, clientAuthentication: { method: 'none' }, idToken: { signingAlgorithms: ['RS256', 'HS256'] } },
    ['$.idToken.signingAlgorithms[1]'],
  ],
  ['a decryption key is of use', { ...leastOidc, decryptionKey: keys.rsa }, ['$.decryptionKey']],
  ['a decryption key fits', { ...leastOidc, decryptionKey: keys.p256, idToken: { encryption } }, ['$.decryptionKey']],
  ['a decryption key that fits', { ...leastOidc, decryptionKey: keys.rsa, idToken: { encryption } }, []],
];

describeRules('credentials', credentials);
