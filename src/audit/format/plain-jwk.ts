/** The members of a JWK that its spelling is about; others are carried along. */
interface SpelledJwk {
  readonly kty?: string | undefined;
  readonly crv?: string | undefined;
  readonly n?: string | undefined;
  readonly e?: string | undefined;
  readonly x?: string | undefined;
  readonly y?: string | undefined;
}

/** Length of a coordinate, bytes (RFC 7518 §6.2.1.2, RFC 8037 §2). */
const coordinateLengths: Readonly<Record<string, number>> = { 'P-256': 32, 'P-384': 48, 'P-521': 66, Ed25519: 32 };

/**
 * A public key in the one spelling that every reader takes (RFC 7518 §6). Providers publish keys with a zero byte before the
 * modulus, with coordinates whose leading zeros were cut, or in padded Base64: some readers take them and others, browsers among them,
 * do not. What cannot be read is left as it is.
 */
export function plainJwk<Jwk extends SpelledJwk>(jwk: Jwk): Jwk {
  const length = coordinateLengths[jwk.crv ?? ''];
  if (jwk.kty === 'RSA') {
    return { ...jwk, ...respelled(jwk, ['n', 'e'], withoutLeadingZeros) };
  }
  if (length === undefined) return jwk;
  return { ...jwk, ...respelled(jwk, ['x', 'y'], (bytes) => ofLength(bytes, length)) };
}

function respelled(
  jwk: SpelledJwk,
  names: readonly ('n' | 'e' | 'x' | 'y')[],
  change: (bytes: Uint8Array) => Uint8Array,
): Record<string, string> {
  const members: Record<string, string> = {};
  for (const name of names) {
    const text: unknown = jwk[name];
    const bare = typeof text === 'string' ? text.replace(/[\s=]+/g, '') : '';
    if (!/^[A-Za-z0-9+/_-]+$/.test(bare)) continue;
    // Buffers of browsers know no base64url, and read both alphabets as the other one.
    const encoded = Buffer.from(change(Buffer.from(bare, 'base64'))).toString('base64');
    members[name] = encoded.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
  }
  return members;
}

function withoutLeadingZeros(bytes: Uint8Array): Uint8Array {
  const first = bytes.findIndex((byte) => byte !== 0);
  return bytes.subarray(Math.max(first, 0));
}

function ofLength(bytes: Uint8Array, length: number): Uint8Array {
  const significant = withoutLeadingZeros(bytes);
  if (significant.length > length) return bytes;
  const padded = new Uint8Array(length);
  padded.set(significant, length - significant.length);
  return padded;
}
