import type { IdToken, IdTokenException, Leniency, ProviderConfiguration } from '../provider-configuration.js';
import type { ProviderWarning } from './provider-warning.schema.js';

const meaningOfCheck: Readonly<Record<keyof IdToken['validate'], string>> = {
  issuer: 'An ID token of another issuer that uses the same keys is accepted.',
  audience: 'An ID token made for another client of this provider is accepted.',
  expiration: 'An expired ID token is accepted.',
  notBefore: 'An ID token that is not valid yet is accepted.',
  issuedAt: 'An old ID token is accepted.',
};

const meaningOfException: Readonly<Record<IdTokenException, string>> = {
  'extra-audience': 'An ID token that is meant for others as well is accepted.',
  'foreign-azp': 'An ID token that was issued to another client (`azp`) is accepted.',
  'stale-iat': 'An ID token issued more than 10 minutes ago is accepted.',
  'long-lifetime': 'An ID token that is valid for more than 24 hours is accepted.',
  'any-typ': 'A token whose `typ` says that it is another kind of token is accepted as ID token.',
};

const meaningOfLeniency: Readonly<Record<Leniency, string>> = {
  'json-as-text': 'JSON is taken for a document about the signer though its media type says that it is something else.',
  'missing-token-type': 'An access token of no stated type is used as a bearer token (RFC 6749 §7.1).',
  'latin-1':
    'A document that is no UTF-8 is read as ISO 8859-1: if it is in another encoding still, letters in names come out wrong.',
};

/** Warnings about protections that are turned off by name. */
export function relaxationWarnings(configuration: ProviderConfiguration): readonly ProviderWarning[] {
  return [
    ...pkce(configuration),
    ...ofIdToken(configuration.idToken),
    ...tokensInQueries(configuration),
    ...configuration.leniency.map((leniency, index) => ({
      code: 'leniency',
      path: `$.leniency[${index}]`,
      message: `${meaningOfLeniency[leniency]} Take it off once the provider is mended.`,
    })),
  ];
}

function pkce({ usePkce, clientAuthentication }: ProviderConfiguration): ProviderWarning[] {
  if (usePkce) return [];
  const publicClient = clientAuthentication.method === 'none' ? ' With method `none` nothing else protects it.' : '';
  return [
    {
      code: 'pkce_off',
      path: '$.usePkce',
      message: `A stolen authorization code can be used by the thief (RFC 9700 §2.1.1).${publicClient}`,
    },
  ];
}

function ofIdToken(idToken: IdToken | null): ProviderWarning[] {
  if (idToken === null) return [];
  const warnings: ProviderWarning[] = [];
  if (!idToken.useNonce) {
    const message = 'An ID token of another login can be injected into this one (OpenID Connect Core §15.5.2).';
    warnings.push({ code: 'nonce_off', path: '$.idToken.useNonce', message });
  }
  for (const [check, meaning] of Object.entries(meaningOfCheck) as [keyof IdToken['validate'], string][]) {
    if (!idToken.validate[check]) {
      warnings.push({ code: 'check_off', path: `$.idToken.validate.${check}`, message: meaning });
    }
  }
  for (const [index, exception] of idToken.exceptions.entries()) {
    const message = meaningOfException[exception];
    warnings.push({ code: 'policy_exception', path: `$.idToken.exceptions[${index}]`, message });
  }
  for (const [index, algorithm] of idToken.signingAlgorithms.entries()) {
    if (algorithm.startsWith('HS')) {
      const message = `${algorithm} is keyed with the client secret: whoever knows it, we included, can make ID tokens. They prove less to an auditor.`;
      warnings.push({ code: 'symmetric_signature', path: `$.idToken.signingAlgorithms[${index}]`, message });
    }
  }
  return warnings;
}

function tokensInQueries({ resources }: ProviderConfiguration): ProviderWarning[] {
  return resources.flatMap(({ tokenParameter }, index) =>
    tokenParameter === 'none'
      ? []
      : [
          {
            code: 'token_in_query',
            path: `$.resources[${index}].tokenParameter`,
            message: `The access token travels in the query parameter ${tokenParameter} and ends in the provider's logs. Use \`none\` if the provider reads the Authorization header.`,
          },
        ],
  );
}
