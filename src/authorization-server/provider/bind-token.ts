import type { AccessToken, KoaContextWithOIDC } from 'oidc-provider';
import { judgeProof } from '../dpop/dpop-proof.js';
import { registeredClient } from './client-metadata.js';
import type { ProviderParts } from './provider-parts.js';
import { refusedGrant } from './refused-grant.js';
import { requestNotes } from './request-notes.js';

/** Binds a token of a grant of our own to the certificate or the DPoP key of its request, as oidc-provider does for its grants. */
export async function bindToken(parts: ProviderParts, ctx: KoaContextWithOIDC, token: AccessToken): Promise<void> {
  const { errors } = parts.library;
  const { client: asked } = ctx.oidc;
  if (asked === undefined) throw new errors.InvalidClient();
  const client = registeredClient(asked);
  if (client.tokens.bound === 'certificate') {
    const certificate = requestNotes(ctx)?.certificate;
    if (certificate == null) throw refusedGrant(parts.library, 'mutual TLS client certificate not provided');
    token.setThumbprint('x5t', certificate.certificate);
  }
  const proof = ctx.get('DPoP');
  if (proof === '') {
    if (client.tokens.bound === 'dpop') throw refusedGrant(parts.library, 'DPoP proof JWT not provided');
    return;
  }
  const request = { method: ctx.method, url: ctx.oidc.urlFor('token'), accessToken: null };
  const judged = await judgeProof(proof, request, parts.clock.now());
  if ('fault' in judged) throw new errors.InvalidDpopProof(judged.fault);
  const { jti, expiresAt, thumbprint } = judged;
  if (!(await parts.seenJtis.remember({ tenantId: client.tenantId, issuer: client.id, jti, expiresAt })))
    throw refusedGrant(parts.library, 'DPoP proof JWT Replay detected');
  token.setThumbprint('jkt', thumbprint);
}
