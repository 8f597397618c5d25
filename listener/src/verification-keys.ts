import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';

/** An Ed25519 public key: `whpk_…`, PEM, a JWK, or a key object. */
export type PublicKeyInput = string | JsonWebKey | KeyObject;

export interface VerificationKeys {
  readonly standardWebhooks: readonly Buffer[];
  readonly publicKeys: readonly KeyObject[];
  readonly docusign: readonly Buffer[];
}

export interface KeyOptions {
  /** Secrets of Standard Webhooks (`whsec_…`), all that are valid now: several while one is being rotated. */
  readonly secrets?: readonly string[] | undefined;
  /** Keys of DocuSign's HMAC, as text. */
  readonly docusignKeys?: readonly string[] | undefined;
  /** The sender's Ed25519 public key, or several, from `/v1/tenants/{tenant}/webhook-key`; never from a request. */
  readonly publicKey?: PublicKeyInput | readonly PublicKeyInput[] | undefined;
}

const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/;
/** DER of an Ed25519 SubjectPublicKeyInfo before its 32 bytes (RFC 8410 §4). */
const ED25519_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
const LEAST_SECRET_BYTES = 24;

function secretKey(secret: string, place: string): Buffer {
  const text = secret.startsWith('whsec_') ? secret.slice('whsec_'.length) : secret;
  const bytes = Buffer.from(text, 'base64');
  if (!BASE64.test(text) || bytes.length < LEAST_SECRET_BYTES)
    throw new TypeError(`${place} must be "whsec_" and the base64 of ${LEAST_SECRET_BYTES} bytes or more`);
  return bytes;
}

function publicKeyOf(input: PublicKeyInput, place: string): KeyObject {
  const key = readPublicKey(input);
  if (key?.type !== 'public' || key.asymmetricKeyType !== 'ed25519')
    throw new TypeError(`${place} must be an Ed25519 public key: "whpk_…", PEM, a JWK or a KeyObject`);
  return key;
}

function readPublicKey(input: PublicKeyInput): KeyObject | null {
  try {
    if (typeof input === 'string' && input.startsWith('whpk_')) {
      const der = Buffer.concat([ED25519_PREFIX, Buffer.from(input.slice('whpk_'.length), 'base64')]);
      return createPublicKey({ key: der, format: 'der', type: 'spki' });
    }
    if (typeof input === 'string') return createPublicKey(input);
    return 'asymmetricKeyType' in input
      ? (input as KeyObject)
      : createPublicKey({ key: input as JsonWebKey, format: 'jwk' });
  } catch {
    return null;
  }
}

function listOf<Item>(value: Item | readonly Item[] | undefined): readonly Item[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly Item[]) : [value as Item];
}

/** @throws {TypeError} naming the option, when a key cannot be read or none is given: nothing would be verified */
export function readKeys(options: KeyOptions): VerificationKeys {
  const keys = {
    standardWebhooks: listOf(options.secrets).map((secret, index) => secretKey(secret, `secrets[${index}]`)),
    publicKeys: listOf(options.publicKey).map((key, index) => publicKeyOf(key, `publicKey[${index}]`)),
    docusign: listOf(options.docusignKeys).map((key, index) => {
      if (key === '') throw new TypeError(`docusignKeys[${index}] must not be empty`);
      return Buffer.from(key, 'utf8');
    }),
  };
  if (keys.standardWebhooks.length + keys.publicKeys.length + keys.docusign.length === 0)
    throw new TypeError('One of secrets, publicKey and docusignKeys is needed: without any, nothing is verified');
  return keys;
}
