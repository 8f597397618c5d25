import type { ProviderConfiguration } from '../../providers/provider-configuration.js';
import { type Finding, fault, notApplicable, ok, warning } from '../check.js';
import type { Evidence } from '../evidence.js';
import type { Advertised } from '../observed/advertised.js';

/** A setting and what the provider says about it; null: nothing is said, or it fits. */
type Feature = (configuration: ProviderConfiguration, advertised: Advertised) => Finding | null;

const listed = (values: readonly string[]) => (values.length === 0 ? 'nothing' : values.join(', '));

const features: readonly Feature[] = [
  ({ responseMode }, { response_modes_supported: modes }) =>
    responseMode === null || modes === null || modes.includes(responseMode)
      ? null
      : fault('$.responseMode', {
          seen: `${responseMode}, which the provider does not list`,
          expected: `null, or one of ${listed(modes)}`,
          remedy: 'Choose a response mode that the provider supports, or set `responseMode` to null.',
        }),
  ({ usePkce }, { code_challenge_methods_supported: methods }) =>
    !usePkce || methods === null || methods.includes('S256')
      ? null
      : warning('$.usePkce', {
          seen: `the provider lists ${listed(methods)} for PKCE`,
          expected: 'S256',
          remedy: 'PKCE is sent all the same, and most providers ignore it. Ask the provider to support S256.',
        }),
  ({ usePkce, clientAuthentication }, { code_challenge_methods_supported: methods }) =>
    usePkce || methods?.includes('S256') !== true
      ? null
      : warning('$.usePkce', {
          seen: `PKCE is off with method ${clientAuthentication.method}, and the provider supports it`,
          expected: 'PKCE on',
          remedy: 'Set `usePkce` to true.',
        }),
  (_configuration, { response_types_supported: types }) =>
    types === null || types.includes('code')
      ? null
      : fault('$.issuer', {
          seen: `the provider lists the response types ${listed(types)}`,
          expected: 'code',
          remedy: 'Use a provider, or an issuer of it, that offers the authorization code flow.',
        }),
  (_configuration, { grant_types_supported: types }) =>
    types === null || types.includes('authorization_code')
      ? null
      : fault('$.issuer', {
          seen: `the provider lists the grant types ${listed(types)}`,
          expected: 'authorization_code',
          remedy: 'Use a provider, or an issuer of it, that offers the authorization code flow.',
        }),
  ({ requestObject }, { request_parameter_supported: supported }) =>
    requestObject === null || supported !== false
      ? null
      : fault('$.requestObject', {
          seen: 'the provider says that it does not support request objects',
          expected: 'a provider that supports the parameter `request` (RFC 9101)',
          remedy: 'Set `requestObject` to null.',
        }),
  ({ requestObject }, { request_object_signing_alg_values_supported: algorithms }) =>
    requestObject === null || algorithms === null || algorithms.includes(requestObject.signingAlgorithm)
      ? null
      : fault('$.requestObject.signingAlgorithm', {
          seen: `${requestObject.signingAlgorithm}, which the provider does not list`,
          expected: `one of ${listed(algorithms)}`,
          remedy: 'Choose an algorithm that the provider supports.',
        }),
  ({ usePushedAuthorizationRequests }, { require_pushed_authorization_requests: required }) =>
    usePushedAuthorizationRequests || required !== true
      ? null
      : fault('$.usePushedAuthorizationRequests', {
          seen: 'the provider accepts pushed authorization requests only',
          expected: 'true',
          remedy: 'Set `usePushedAuthorizationRequests` to true.',
        }),
  ({ dpop }, { dpop_signing_alg_values_supported: algorithms }) =>
    dpop === null || algorithms === null || algorithms.includes(dpop.signingAlgorithm)
      ? null
      : fault('$.dpop.signingAlgorithm', {
          seen: `${dpop.signingAlgorithm}, which the provider does not list`,
          expected: `one of ${listed(algorithms)}`,
          remedy: 'Choose an algorithm that the provider supports.',
        }),
  ({ dpop }, { dpop_signing_alg_values_supported: algorithms }) =>
    dpop === null || algorithms !== null
      ? null
      : warning('$.dpop', {
          seen: 'the provider does not say that it supports DPoP',
          expected: 'a provider that supports DPoP (RFC 9449 §5.1)',
          remedy: 'Set `dpop` to null, unless the provider documents DPoP.',
        }),
  ({ responseMode, authorizationResponse }, { authorization_signing_alg_values_supported: algorithms }) =>
    responseMode?.includes('jwt') !== true ||
    algorithms === null ||
    authorizationResponse.signingAlgorithms.some((algorithm) => algorithms.includes(algorithm))
      ? null
      : fault('$.authorizationResponse.signingAlgorithms', {
          seen: `${listed(authorizationResponse.signingAlgorithms)}, none of which the provider lists`,
          expected: `one of ${listed(algorithms)}`,
          remedy: 'Allow an algorithm by which the provider signs its authorization responses.',
        }),
  ({ authorizationParameters }, { acr_values_supported: values }) => {
    const asked = authorizationParameters['acr_values']?.split(' ') ?? [];
    return asked.length === 0 || values === null || values.length === 0 || asked.some((acr) => values.includes(acr))
      ? null
      : warning('$.authorizationParameters.acr_values', {
          seen: `${listed(asked)}, none of which the provider lists`,
          expected: `one of ${listed(values)}`,
          remedy: 'Ask for a level that the provider gives.',
        });
  },
  ({ claimsRequest }, { claims_parameter_supported: supported }) =>
    claimsRequest === null || supported !== false
      ? null
      : warning('$.claimsRequest', {
          seen: 'the provider says that it does not support the parameter `claims`',
          expected: 'a provider that supports it (OpenID Connect Core §5.5)',
          remedy: 'Set `claimsRequest` to null and ask for scopes instead.',
        }),
  ({ assurance: { requiredAcr } }, { acr_values_supported: values }) =>
    requiredAcr.length === 0 ||
    values === null ||
    values.length === 0 ||
    requiredAcr.some((acr) => values.includes(acr))
      ? null
      : fault('$.assurance.requiredAcr', {
          seen: `${listed(requiredAcr)}, none of which the provider lists`,
          expected: `one of ${listed(values)}`,
          remedy: 'Require a level that the provider gives.',
        }),
];

/** What the configuration uses is what the provider says that it supports. */
export function checkProviderFeatures({ advertised, subject }: Evidence): Finding[] {
  const expected = 'nothing that the provider says it does not support';
  if (advertised === null) return [notApplicable('$.issuer', 'there is no discovery document', expected)];
  const findings = features
    .map((feature) => feature(subject.provider.configuration, advertised))
    .filter((finding) => finding !== null);
  return findings.length > 0 ? findings : [ok('$.issuer', { seen: 'everything fits what it says', expected })];
}
