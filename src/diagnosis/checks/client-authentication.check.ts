import type { ProviderConfiguration } from '../../providers/provider-configuration.js';
import { type Finding, fault, notApplicable, ok, warning } from '../check.js';
import type { Evidence } from '../evidence.js';
import { demandIn } from '../inference/demanded-setting.js';
import { namesMethod } from '../observed/client-refusal.js';

const expected = 'a client authentication that the provider accepts: `invalid_grant` for a code that cannot exist';

/** The provider accepts our client authentication: method, secret, key, certificate. */
export function checkClientAuthentication(evidence: Evidence): Finding[] {
  const { client, token, subject } = evidence;
  const { configuration } = subject.provider;
  const path = credentialPath(configuration);
  const seen = token?.asked.detail ?? '';
  if (client.blamed === 'credential') return [refused(evidence, path, seen), ...otherMethods(evidence, path, seen)];
  if (client.blamed === 'request' && client.token?.means === 'request-refused') return [requestRefused(evidence, seen)];
  switch (client.token?.means) {
    case 'client-accepted':
      return advertisedOtherwise(evidence) ?? [ok(path, { seen, expected })];
    case 'failing':
      return [
        notApplicable(path, `the token endpoint answers ${seen}, which says nothing about credentials`, expected),
      ];
    case 'not-asked':
      return [notApplicable(path, seen, expected)];
    case 'silent': {
      const because =
        token?.withForeignClient === null
          ? 'it is accepted, and not compared yet with an invented client: run the diagnosis again in a minute'
          : 'the token endpoint answers the same to an invented client';
      return advertisedOtherwise(evidence) ?? [notApplicable(path, because, expected)];
    }
    default:
      return [notApplicable(path, 'something before it has to be put right first', expected)];
  }
}

function refused({ client, advertised, subject, authorization, token }: Evidence, path: string, seen: string): Finding {
  const { method } = subject.provider.configuration.clientAuthentication;
  const said = seen === '' && authorization?.asked.kind === 'not-pushed' ? authorization.asked.detail : seen;
  const variant = client.token?.means === 'client-refused' ? client.token.variant : null;
  if (variant !== null) {
    return fault(variant.path, {
      seen: said,
      expected: variant.works,
      remedy: `It works with ${variant.works}: choose that.`,
    });
  }
  const methods = advertised?.token_endpoint_auth_methods_supported ?? null;
  if (namesMethod(said)) {
    return fault('$.clientAuthentication.method', {
      seen: said,
      expected: 'the method that is registered for this client',
      remedy: 'Choose the method that the provider speaks of, or have ours registered for this client.',
    });
  }
  if (methods !== null && !methods.includes(wireMethod(method))) {
    return fault('$.clientAuthentication.method', {
      seen: `${said}; the provider does not list ${wireMethod(method)}`,
      expected: `one of ${methods.join(', ')}`,
      remedy: 'Choose a method that the provider supports and that is registered for this client.',
    });
  }
  const algorithm = unsupportedAlgorithm({ advertised, subject });
  if (algorithm !== null) {
    return fault('$.clientAuthentication.signingAlgorithm', {
      seen: `${said}; the provider does not list ${algorithm.used}`,
      expected: `one of ${algorithm.supported.join(', ')}`,
      remedy: 'Choose an algorithm that the provider supports.',
    });
  }
  const either = client.clientIdPossible ? ' Or the client id is wrong: the provider answers both alike.' : '';
  return fault(path, { seen: said, expected, remedy: `${remedyFor(method)}${either}${notAskedYet(token)}` });
}

/**
 * A stored secret is not sent by a method that sends it where it was only proved so far, so those methods stay possible: both are
 * named, the likelier first.
 */
function otherMethods({ client, advertised, subject }: Evidence, path: string, seen: string): Finding[] {
  const { method } = subject.provider.configuration.clientAuthentication;
  const listed = advertised?.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
  const untried = listed.filter((one) => one === 'client_secret_basic' || one === 'client_secret_post');
  const isTold = client.isVariantAccepted || namesMethod(seen) || !listed.includes(method);
  if (method !== 'client_secret_jwt' || !subject.saved || untried.length === 0 || isTold) return [];
  return [
    warning('$.clientAuthentication.method', {
      seen: `${seen}; ${untried.join(', ')} not tried, since the secret has only been proved so far and not sent`,
      expected: 'the method that is registered for this client',
      remedy: `If ${path} is right, choose the registered method; a login or a diagnosis with it tells them apart.`,
    }),
  ];
}

/** What is possible as well, as long as it has not been tried. */
function notAskedYet(token: Evidence['token']): string {
  if (token === null || token.notAsked.length === 0) return '';
  return ` Not tried yet, so that signers keep their logins: ${token.notAsked.join(', ')}. Run the diagnosis again in a minute: it goes on with that.`;
}

function requestRefused({ client, token, advertised, subject }: Evidence, seen: string): Finding {
  const variant = client.token?.means === 'request-refused' ? client.token.variant : null;
  if (variant !== null) {
    return fault(variant.path, {
      seen,
      expected: variant.works,
      remedy: `It works with ${variant.works}: choose that.`,
    });
  }
  const demand = demandIn(seen, subject.provider.configuration);
  if (demand !== null) {
    return fault(demand.path, { seen, expected: 'a request as the provider wants it', remedy: demand.remedy });
  }
  if (token?.asked.code === 'token_request.invalid_dpop_proof') {
    return fault('$.dpop.signingAlgorithm', {
      seen,
      expected: (advertised?.dpop_signing_alg_values_supported ?? ['an algorithm that the provider knows']).join(', '),
      remedy: 'Choose another algorithm; synchronise clocks (NTP).',
    });
  }
  if (token?.asked.code === 'token_request.invalid_scope') {
    return fault('$.scopes', { seen, expected: 'scopes that the provider knows', remedy: 'Correct `scopes`.' });
  }
  const path =
    subject.provider.configuration.clientAuthentication.method === 'none'
      ? '$.clientAuthentication.method'
      : '$.tokenUri';
  return warning(path, {
    seen,
    expected,
    remedy: 'The answer tells nothing about the credentials. Run a test login; look the error up in its documentation.',
  });
}

/** It works, or may work, although the provider says otherwise about itself. */
function advertisedOtherwise({ advertised, subject, token, client }: Evidence): Finding[] | null {
  const { method } = subject.provider.configuration.clientAuthentication;
  const methods = advertised?.token_endpoint_auth_methods_supported ?? null;
  if (methods === null || methods.includes(wireMethod(method))) return null;
  return [
    warning('$.clientAuthentication.method', {
      seen:
        client.token?.means === 'silent'
          ? `${wireMethod(method)} is not listed, and the token endpoint answers whoever asks alike: ${token?.asked.detail ?? ''}`
          : `${wireMethod(method)} works, but is not listed; ${token?.asked.detail ?? ''}`,
      expected: `one of ${methods.join(', ')}`,
      remedy:
        'Choose one that is listed and registered for this client: what is not listed may not work, or stop working.',
    }),
  ];
}

function unsupportedAlgorithm({ advertised, subject }: Pick<Evidence, 'advertised' | 'subject'>) {
  const { clientAuthentication } = subject.provider.configuration;
  const supported = advertised?.token_endpoint_auth_signing_alg_values_supported ?? null;
  if (supported === null || !('signingAlgorithm' in clientAuthentication)) return null;
  const used = clientAuthentication.signingAlgorithm;
  return supported.includes(used) ? null : { used, supported };
}

/** Apple's method is client_secret_post with a secret of a special kind. */
function wireMethod(method: string): string {
  return method === 'apple_client_secret' ? 'client_secret_post' : method;
}

/** The setting that is wrong when the method is right. */
export function credentialPath({ clientAuthentication: { method } }: ProviderConfiguration): string {
  switch (method) {
    case 'client_secret_basic':
    case 'client_secret_post':
    case 'client_secret_jwt':
      return '$.clientAuthentication.clientSecret';
    case 'private_key_jwt':
    case 'apple_client_secret':
      return '$.clientAuthentication.privateKey';
    case 'tls_client_auth':
    case 'self_signed_tls_client_auth':
      return '$.clientAuthentication.certificate';
    case 'none':
      return '$.clientAuthentication.method';
  }
}

function remedyFor(method: ProviderConfiguration['clientAuthentication']['method']): string {
  switch (method) {
    case 'private_key_jwt':
      return 'Let the provider fetch our public keys at `/v1/tenants/{tenant}/jwks.json`, or register the key that is entered.';
    case 'apple_client_secret':
      return 'Enter the .p8 key with its key id and the team id that belong together.';
    case 'tls_client_auth':
    case 'self_signed_tls_client_auth':
      return 'Register our certificate at the provider, or enter the registered one.';
    case 'none':
      return 'The client is registered with a secret or key: choose its method and enter it.';
    default:
      return 'Enter the secret of this client again: without white space, and the secret itself rather than its id.';
  }
}
