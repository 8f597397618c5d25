import { exportJWK, type JWK, SignJWT } from 'jose';

const encoder = new TextEncoder();

function base64url(bytes: ArrayBuffer): string {
  const text = String.fromCharCode(...new Uint8Array(bytes));
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

export async function sha256Base64url(text: string): Promise<string> {
  return base64url(await crypto.subtle.digest('SHA-256', encoder.encode(text)));
}

/** 256 random bits. */
export function randomText(): string {
  return base64url(crypto.getRandomValues(new Uint8Array(32)).buffer);
}

/**
 * The key that the console's tokens are bound to (RFC 9449). The browser made it and gives it to nobody, this code included: a token
 * that was copied is worth nothing elsewhere.
 */
export class DpopKey {
  private constructor(
    private readonly privateKey: CryptoKey,
    private readonly jwk: JWK,
  ) {}

  static async make(): Promise<DpopKey> {
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
    const { privateKey, publicKey } = await crypto.subtle.generateKey(algorithm, false, ['sign', 'verify']);
    return new DpopKey(privateKey, await exportJWK(publicKey));
  }

  /**
   * A proof for one request (RFC 9449 §4.2).
   * @param accessToken with which it is made; absent at the token endpoint
   * @param nonce that the server has asked for
   */
  async proof(method: string, url: string, accessToken?: string, nonce?: string): Promise<string> {
    const [htu = url] = url.split(/[?#]/, 1);
    return new SignJWT({
      htm: method,
      htu,
      jti: randomText(),
      ...(accessToken === undefined ? {} : { ath: await sha256Base64url(accessToken) }),
      ...(nonce === undefined ? {} : { nonce }),
    })
      .setProtectedHeader({ typ: 'dpop+jwt', alg: 'ES256', jwk: this.jwk })
      .setIssuedAt()
      .sign(this.privateKey);
  }
}
