import { exportJWK, importSPKI, importX509, type JWK } from 'jose';

/** A public key as the API takes it (RFC 7517). */
export type PublicKey = JWK & { readonly kty: string };

/** One for each kind of key that can be meant: the import fails for all but its own. */
const algorithms = ['RS256', 'ES256', 'ES384', 'ES512', 'EdDSA'] as const;
const PRIVATE = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'];

/** Why a text is no public key. */
export class NoPublicKey extends Error {
  constructor(readonly isPrivate: boolean) {
    super('not a public key');
  }
}

async function imported(pem: string, read: typeof importSPKI): Promise<PublicKey> {
  for (const algorithm of algorithms) {
    try {
      return (await exportJWK(await read(pem, algorithm, { extractable: true }))) as PublicKey;
    } catch {
      // Another kind of key.
    }
  }
  throw new NoPublicKey(false);
}

function fromJson(text: string): PublicKey {
  const value = JSON.parse(text) as Partial<PublicKey>;
  if (PRIVATE.some((member) => member in value)) throw new NoPublicKey(true);
  if (typeof value.kty !== 'string') throw new NoPublicKey(false);
  return value as PublicKey;
}

/**
 * Reads what people have at hand: a public key or a certificate as PEM, or a JWK. A private key never leaves the browser.
 *
 * @returns a JWK; of a certificate with `x5c`
 * @throws NoPublicKey
 */
export async function readPublicKey(text: string): Promise<PublicKey> {
  const trimmed = text.trim();
  if (/PRIVATE KEY/.test(trimmed)) throw new NoPublicKey(true);
  if (trimmed.startsWith('{'))
    try {
      return fromJson(trimmed);
    } catch (error) {
      throw error instanceof NoPublicKey ? error : new NoPublicKey(false);
    }
  const certificate = /-----BEGIN CERTIFICATE-----([^-]+)-----END CERTIFICATE-----/.exec(trimmed);
  if (certificate === null) return imported(trimmed, importSPKI);
  const key = await imported(certificate[0], importX509);
  return { ...key, x5c: [(certificate[1] ?? '').replaceAll(/\s/g, '')] };
}
