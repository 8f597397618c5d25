import type { JsonObject } from '../../json/json-object.js';
import { typeName } from '../../json/type-name.js';
import { quoteForeign } from '../../outbound/foreign-text.js';
import type { ProviderConfiguration } from '../../providers/provider-configuration.js';
import { isTemplateOf } from '../issuer.js';
import { refuse } from '../refusal.js';
import { configuredMembers } from './explicit-metadata.js';
import { unusableEndpoints } from './needed-endpoints.js';
import { type ProviderMetadata, providerMetadata, serverMetadataSchema } from './server-metadata.js';

/** OpenID Connect Discovery 1.0 §4.3: `issuer` is exactly the configured one. Entra ID's shared documents hold a template. */
function judgeIssuer(seen: unknown, { issuer, allowedTenantIds }: ProviderConfiguration): string {
  if (typeof seen === 'string' && issuer !== null) {
    if (seen === issuer) return seen;
    if (allowedTenantIds.length > 0 && isTemplateOf(seen, issuer)) return seen;
  }
  const shown = typeof seen === 'string' ? quoteForeign(seen) : typeName(seen);
  throw refuse('discovery.issuer_mismatch', `issuer: expected ${quoteForeign(issuer ?? '')}, saw ${shown}`);
}

/**
 * Judges a discovery document against the configuration, which wins wherever it gives a URI. Pure.
 * @throws CountersignError `discovery.issuer_mismatch`, or `discovery.metadata_invalid` with every fault at once.
 */
export function judgeMetadata(document: JsonObject, configuration: ProviderConfiguration): ProviderMetadata {
  const issuer = judgeIssuer(document['issuer'], configuration);
  const unusable = unusableEndpoints(document, configuration);
  const usable = Object.fromEntries(Object.entries(document).filter(([name]) => !unusable.includes(name)));
  const read = serverMetadataSchema.safeParse({ ...usable, ...configuredMembers(configuration) });
  if (!read.success) {
    const faults = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw refuse('discovery.metadata_invalid', faults.join('; '));
  }
  if (configuration.kind === 'oidc' && read.data.jwks_uri === undefined && needsKeySet(configuration)) {
    throw refuse('discovery.metadata_invalid', 'jwks_uri: expected, since ID tokens are signed with public keys');
  }
  return providerMetadata(read.data, { issuer, allowedTenantIds: configuration.allowedTenantIds });
}

function needsKeySet({ idToken }: ProviderConfiguration): boolean {
  return idToken?.signingAlgorithms.some((algorithm) => !algorithm.startsWith('HS')) ?? false;
}
