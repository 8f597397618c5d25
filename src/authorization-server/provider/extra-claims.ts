import type { AccessToken, ClientCredentials, UnknownObject } from 'oidc-provider';
import { registeredClient } from './client-metadata.js';

/** Member of a token made by the JWT Grant that holds the id of the consent on which it stands. */
export const CONSENT = 'consentId';

/** What tokens say beside what RFC 9068 names: the tenant, and by what they can be ended. */
export function extraClaims(token: AccessToken | ClientCredentials): UnknownObject {
  const { client } = token;
  if (client === undefined) throw new Error('A token is issued to a client');
  const grantId = 'grantId' in token ? token.grantId : undefined;
  const consentId = (token as { readonly [CONSENT]?: string })[CONSENT];
  const { tenantName, tokenEpoch } = registeredClient(client);
  return {
    tenant: tenantName,
    ...(grantId === undefined ? {} : { grant_id: grantId }),
    ...(consentId === undefined ? {} : { consent_id: consentId }),
    ...(tokenEpoch === 0 ? {} : { client_epoch: tokenEpoch }),
  };
}
