import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { PresentedToken } from '../../access/authenticator.js';
import { challenge, type TokenScheme } from '../../access/challenge.js';
import { ClientCertificates } from '../../access/client-certificates.js';
import type { Principal } from '../../access/principal.js';
import { Clock } from '../../config/clock.js';
import type { Settings } from '../../config/settings.js';
import { SETTINGS } from '../../config/settings.token.js';
import { CountersignError } from '../../errors/countersign-error.js';
import { addressedAt } from '../../mutual-tls/addressed-at.js';
import { SeenJtis } from '../artifacts/seen-jti.store.js';
import { judgeProof } from '../dpop/dpop-proof.js';
import type { AccessTokenClaims } from './access-token-claims.js';

function unfit(detail: string, scheme: TokenScheme, error = 'invalid_token'): CountersignError {
  return new CountersignError('access.token_unbound', { detail, headers: challenge(scheme, { error }) });
}

/** Whether a bound token comes with what it is bound to: the certificate of RFC 8705 §3, or a proof of the key of RFC 9449 §7. */
@Injectable()
export class TokenBindings {
  constructor(
    private readonly certificates: ClientCertificates,
    private readonly seenJtis: SeenJtis,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** @throws CountersignError `access.token_unbound` when it does not, or a proof was used before */
  async judge(
    presented: PresentedToken,
    claims: AccessTokenClaims,
    tenantId: string,
    request: FastifyRequest,
  ): Promise<Principal['binding']> {
    const { certificateThumbprint, keyThumbprint } = claims;
    if (certificateThumbprint !== null) return this.certificate(certificateThumbprint, request);
    if (keyThumbprint !== null) return this.key(keyThumbprint, presented, { claims, tenantId, request });
    if (presented.scheme === 'dpop') throw unfit('The token is bound to no key: present it as Bearer', 'DPoP');
    return null;
  }

  private certificate(thumbprint: string, request: FastifyRequest): Principal['binding'] {
    const presented = this.certificates.clientCertificateOf(request.raw);
    if (presented === null) throw unfit('The token is bound to a client certificate, and none came with it', 'Bearer');
    const actual = createHash('sha256').update(presented.certificate.raw).digest('base64url');
    if (actual !== thumbprint) throw unfit('The token is bound to another client certificate', 'Bearer');
    return { kind: 'certificate', thumbprint };
  }

  private async key(
    thumbprint: string,
    presented: PresentedToken,
    about: { readonly claims: AccessTokenClaims; readonly tenantId: string; readonly request: FastifyRequest },
  ): Promise<Principal['binding']> {
    const { claims, tenantId, request } = about;
    const proof = request.headers['dpop'];
    if (presented.scheme !== 'dpop') throw unfit('The token is bound to a key: present it as DPoP', 'DPoP');
    if (typeof proof !== 'string')
      throw unfit('The token is bound to a key, and no proof came with it', 'DPoP', 'invalid_dpop_proof');
    const [path = ''] = request.originalUrl.split('?', 1);
    const judged = await judgeProof(
      proof,
      {
        method: request.method,
        url: `${addressedAt(request.raw, this.settings)}${path}`,
        accessToken: presented.token,
      },
      this.clock.now(),
    );
    if ('fault' in judged) throw unfit(judged.fault, 'DPoP', 'invalid_dpop_proof');
    if (judged.thumbprint !== thumbprint)
      throw unfit('The proof is signed with another key than the one of the token', 'DPoP');
    const { jti, expiresAt } = judged;
    if (!(await this.seenJtis.remember({ tenantId, issuer: claims.clientId, jti, expiresAt })))
      throw unfit('The DPoP proof was used before', 'DPoP', 'invalid_dpop_proof');
    return { kind: 'dpop', thumbprint };
  }
}
