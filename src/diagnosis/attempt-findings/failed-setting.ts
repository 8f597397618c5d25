import { catalogueEntry, type ErrorCode } from '../../errors/catalogue.js';
import { leniencyNamedIn } from '../../federation/leniency.js';
import { outboundReasons } from '../../outbound/outbound-failure.js';
import type { ProviderConfiguration } from '../../providers/provider-configuration.js';
import { credentialPath } from '../checks/client-authentication.check.js';
import { type Demand, demandIn } from '../inference/demanded-setting.js';
import { settingNamedIn } from '../inference/named-parameter.js';
import { isAboutNothing } from '../observed/about-nothing.js';
import { namesMethod, namesNoOAuthError, saysClientUnknown } from '../observed/client-refusal.js';
import type { AttemptFacts } from './attempt-facts.js';

type Failed = Pick<AttemptFacts, 'configuration' | 'steps'> & {
  readonly failure: NonNullable<AttemptFacts['failure']>;
};

/** Codes by which a provider says that a parameter is not as it wants it, and may name the parameter. */
const mayNameParameter: readonly ErrorCode[] = [
  'authorization_response.invalid_request',
  'authorization_response.provider_error',
  'pushed_authorization.refused',
  'token_request.invalid_request',
  'token_request.invalid_grant',
  'token_request.provider_error',
  'token_request.error_with_200',
];

/**
 * The setting behind a failed trip: the one that the error catalogue names, more exactly where step and configuration tell
 * more. Null when none is at fault, e.g. after a cancelled login.
 */
export function failedSetting(failed: Failed): string | null {
  const { configuration, failure } = failed;
  const { code, detail } = failure;
  const [step = '', reason = ''] = code.split('.', 2);
  const { setting } = catalogueEntry(code);
  if (leniencyNamedIn(detail) !== null) return '$.leniency';
  if (step === 'resource') return resourceSetting(failed, reason);
  if (ofTheClient.includes(step) && brokeDown(failed)) return null;
  if (reason === 'tls_untrusted') return trustSetting(configuration);
  if (reason === 'tls_credential_unusable') return credentialPath(configuration);
  const demand = demandOf(failed);
  if (demand !== null) return demand.path;
  if (speaksOfAssertion(failed)) return assertionSetting(configuration, detail);
  if (code === 'token_request.invalid_client' || code === 'pushed_authorization.invalid_client') {
    if (saysClientUnknown(detail)) return '$.clientId';
    if (namesNoOAuthError(detail)) return '$.tokenUri';
    return namesMethod(detail) ? '$.clientAuthentication.method' : credentialPath(configuration);
  }
  if (code === 'authorization_response.jwt_invalid') return responseJwtSetting(detail);
  if (code === 'id_token.signature_invalid' || code === 'id_token.key_not_found') return keySetting(configuration);
  // Without `openid` the provider could not be saved, so the scope is not what is missing.
  if (code === 'token_request.no_id_token') return configuration.scopes.includes('openid') ? '$.kind' : '$.scopes';
  const usual = setting ?? settingOfStep(step, code);
  return mayNameParameter.includes(code) ? (settingNamedIn(detail, configuration) ?? usual) : usual;
}

/** Codes that come with words of the provider about what it wants. */
const mayDemand: readonly ErrorCode[] = [
  ...mayNameParameter,
  'authorization_response.unauthorized_client',
  'authorization_response.invalid_request_object',
  'pushed_authorization.invalid_client',
  'token_request.invalid_client',
  'token_request.unauthorized_client',
  'token_request.invalid_dpop_proof',
];

/** What the provider asked for in words when it refused; null when it did not. */
export function demandOf({ configuration, failure: { code, detail } }: Omit<Failed, 'steps'>): Demand | null {
  return mayDemand.includes(code) ? demandIn(detail, configuration) : null;
}

/** Whoever cannot read our client assertion may call the grant invalid (the example provider of zitadel/oidc does). */
function speaksOfAssertion({ configuration, failure: { code, detail } }: Failed): boolean {
  const signs = configuration.clientAuthentication.method.endsWith('_jwt');
  return signs && code === 'token_request.invalid_grant' && /assertion|signature|algorithm/i.test(detail);
}

/** A server that refuses HMAC, or all assertions, does not know the method for this client; of a key the algorithm is the matter. */
function assertionSetting({ clientAuthentication: { method } }: ProviderConfiguration, detail: string): string {
  const isAlgorithm = method === 'private_key_jwt' && /algorithm/i.test(detail);
  return isAlgorithm ? '$.clientAuthentication.signingAlgorithm' : '$.clientAuthentication.method';
}

/** Steps in which we ask the server as its client. */
const ofTheClient: readonly string[] = ['pushed_authorization', 'token_request'];

const brokeDown = ({ steps }: Failed): boolean => isAboutNothing(steps.at(-1)?.response?.status ?? null);

/** A detail about a JWT begins with the reason why it is not believed (`JwtFaultReason`). */
function responseJwtSetting(detail: string): string {
  const reason = detail.split(':', 1)[0] ?? '';
  if (reason === 'decryption_failed') return '$.decryptionKey';
  if (reason.startsWith('encryption_')) return '$.authorizationResponse.encryption';
  return reason === 'algorithm_not_allowed' ? '$.authorizationResponse.signingAlgorithms' : '$.responseMode';
}

/** Where to look when a provider misbehaves and no single setting is known to be at fault. */
const settings: Readonly<Record<string, string>> = {
  discovery: '$.issuer',
  authorization_response: '$.authorizationUri',
  token_request: '$.tokenUri',
  id_token: '$.idToken',
};

/** Null when the person or a moment is to blame, e.g. after a cancelled login. */
function settingOfStep(step: string, code: ErrorCode): string | null {
  const { signer } = catalogueEntry(code);
  const isProvider = signer === 'answer_not_trusted' || signer === 'provider_misconfigured';
  return isProvider ? (settings[step] ?? null) : null;
}

function trustSetting({ trust }: ProviderConfiguration): string {
  return trust.leaf === null ? '$.trust.ca' : '$.trust.leaf';
}

function keySetting({ idToken }: ProviderConfiguration): string {
  const onlyBySecret = idToken?.signingAlgorithms.every((algorithm) => algorithm.startsWith('HS')) === true;
  return onlyBySecret ? '$.clientAuthentication.clientSecret' : '$.jwksUri';
}

/** Member of the resource that is at fault, by reason. Everything else is its address. */
const memberByReason: Readonly<Record<string, string>> = {
  userinfo_sub_missing: 'type',
  userinfo_unsigned: 'signingAlgorithms',
  userinfo_jwt_invalid: 'signingAlgorithms',
};

function resourceSetting({ configuration, steps }: Failed, reason: string): string {
  const last = steps.findLast(({ step }) => step === 'resource');
  const index = configuration.resources.findIndex(({ name }) => name === last?.name);
  if (index < 0) return '$.resources';
  const place = `$.resources[${index}]`;
  if (reason === 'tls_untrusted') return trustSetting(configuration);
  if ((outboundReasons as readonly string[]).includes(reason)) return `${place}.uri`;
  if (reason !== 'http_error') return `${place}.${memberByReason[reason] ?? 'uri'}`;
  const isUserinfo = configuration.resources[index]?.type === 'userinfo';
  switch (last?.response?.status) {
    case 400:
    case 401:
      return isUserinfo ? `${place}.uri` : `${place}.tokenParameter`;
    case 403:
      return '$.scopes';
    default:
      return `${place}.uri`;
  }
}
