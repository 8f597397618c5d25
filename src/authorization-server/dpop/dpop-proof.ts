import { createHash } from 'node:crypto';
import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify } from 'jose';
import { z } from 'zod';
import { PROOF_ALGORITHMS } from '../../access/challenge.js';

/** Seconds that a proof may be old, or a clock ahead (RFC 9449 §11.1). */
export const PROOF_SECONDS = 300;

const proofSchema = z.object({
  jti: z.string().min(1).max(512),
  htm: z.string(),
  htu: z.string(),
  iat: z.number(),
  ath: z.string().optional(),
});

/** The request that a proof is for. */
interface ProvedRequest {
  readonly method: string;
  /** Address as the caller knows it, without query. */
  readonly url: string;
  /** The token that is presented with it; null at the token endpoint. */
  readonly accessToken: string | null;
}

/** A proof that fits its request. Whether it was used before is not known yet. */
interface DpopProof {
  /** `jkt`: RFC 7638 thumbprint of the key. */
  readonly thumbprint: string;
  readonly jti: string;
  readonly expiresAt: Date;
}

function sameAddress(one: string, other: string): boolean {
  const url = URL.parse(one);
  if (url === null) return false;
  url.search = '';
  url.hash = '';
  return url.href === new URL(other).href;
}

/** Judges a DPoP proof (RFC 9449 §4.3) against its request. @returns what is wrong with it, in words, where it does not fit */
export async function judgeProof(
  proof: string,
  request: ProvedRequest,
  now: Date,
): Promise<DpopProof | { readonly fault: string }> {
  try {
    const { payload, protectedHeader } = await jwtVerify(proof, EmbeddedJWK, {
      algorithms: [...PROOF_ALGORITHMS],
      typ: 'dpop+jwt',
      currentDate: now,
    });
    const { jti, htm, htu, iat, ath } = proofSchema.parse(payload);
    const seconds = now.getTime() / 1000;
    if (Math.abs(seconds - iat) > PROOF_SECONDS) return { fault: 'the DPoP proof was not made just now' };
    if (htm !== request.method) return { fault: 'the DPoP proof is for another method' };
    if (!sameAddress(htu, request.url)) return { fault: 'the DPoP proof is for another address' };
    if (request.accessToken !== null) {
      const expected = createHash('sha256').update(request.accessToken).digest('base64url');
      if (ath !== expected) return { fault: 'the DPoP proof is for another token' };
    }
    const { jwk } = protectedHeader;
    if (jwk === undefined) return { fault: 'the DPoP proof names no key' };
    return {
      thumbprint: await calculateJwkThumbprint(jwk),
      jti,
      expiresAt: new Date((iat + 2 * PROOF_SECONDS) * 1000),
    };
  } catch {
    return { fault: 'the DPoP proof is no JWT that its key has signed' };
  }
}
