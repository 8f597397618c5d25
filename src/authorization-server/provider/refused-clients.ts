import { Logger } from '@nestjs/common';
import type { errors, KoaContextWithOIDC, Provider } from 'oidc-provider';
import { registeredClient } from './client-metadata.js';
import { requestNotes } from './request-notes.js';

/** What the log says by the error that the client is answered. */
const MESSAGES: Readonly<Record<string, string>> = {
  invalid_client: 'A client could not authenticate',
  unauthorized_client: 'A client asked for a grant that it is not registered for',
};

/**
 * Logs why a client could not authenticate. It is told nothing but that, so that nobody learns which clients there are; whoever
 * operates the service has to find out which certificate, key or secret was wrong. So too which grant a client may not use.
 */
export function logRefusedClients(provider: Provider): void {
  const logger = new Logger('OAuth');
  const log = (ctx: KoaContextWithOIDC, error: errors.OIDCProviderError): void => {
    const message = MESSAGES[error.error];
    if (message === undefined) return;
    const client = ctx.oidc.client === undefined ? null : registeredClient(ctx.oidc.client);
    const detail = requestNotes(ctx)?.certificateFault ?? error.error_detail ?? 'not known';
    logger.warn(
      { code: error.error, detail, ...(client === null ? {} : { tenantId: client.tenantId, client: client.id }) },
      message,
    );
  };
  provider.on('grant.error', log);
  provider.on('introspection.error', log);
  provider.on('revocation.error', log);
  provider.on('pushed_authorization_request.error', log);
}
