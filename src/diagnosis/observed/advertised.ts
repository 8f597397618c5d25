import { z } from 'zod';
import type { JsonObject } from '../../json/json-object.js';

const names = z.array(z.string()).nullable().default(null).catch(null);
const flag = z.boolean().nullable().default(null).catch(null);

/**
 * What a provider says about its abilities (OpenID Connect Discovery 1.0 §3, RFC 8414 §2). A member that is absent, or of another type,
 * is null: then nothing is known.
 */
const advertisedSchema = z.object({
  scopes_supported: names,
  claims_supported: names,
  response_types_supported: names,
  response_modes_supported: names,
  grant_types_supported: names,
  acr_values_supported: names,
  code_challenge_methods_supported: names,
  id_token_signing_alg_values_supported: names,
  id_token_encryption_alg_values_supported: names,
  userinfo_signing_alg_values_supported: names,
  userinfo_encryption_alg_values_supported: names,
  authorization_signing_alg_values_supported: names,
  request_object_signing_alg_values_supported: names,
  dpop_signing_alg_values_supported: names,
  token_endpoint_auth_methods_supported: names,
  token_endpoint_auth_signing_alg_values_supported: names,
  request_parameter_supported: flag,
  claims_parameter_supported: flag,
  require_pushed_authorization_requests: flag,
});

export type Advertised = z.output<typeof advertisedSchema>;

/** Null when there is no discovery document. */
export function advertisedIn(document: JsonObject | null): Advertised | null {
  return document === null ? null : advertisedSchema.parse(document);
}
