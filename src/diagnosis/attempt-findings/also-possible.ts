import type { ErrorCode } from '../../errors/catalogue.js';
import type { ProviderConfiguration } from '../../providers/provider-configuration.js';
import { type Finding, warning } from '../check.js';
import { credentialPath } from '../checks/client-authentication.check.js';

const refusalsOfTheClient: readonly ErrorCode[] = [
  'token_request.invalid_client',
  'pushed_authorization.invalid_client',
];

/** What a login failed by, as far as it was told. */
interface Failed {
  readonly configuration: ProviderConfiguration;
  readonly code: ErrorCode;
  /** The setting that is likeliest at fault. */
  readonly path: string | null;
  readonly seen: string;
}

/**
 * Settings that may be at fault as well after a refused client: most servers answer a wrong secret, another method and another
 * encoding alike, and a login cannot try them. A client id that was wrong would have got no code; only a pushed request comes before
 * that. A refused token may have been sent to the wrong place. Empty where the provider's words have told. Pure.
 */
export function alsoPossible({ configuration, code, path, seen }: Failed): readonly Finding[] {
  const { method } = configuration.clientAuthentication;
  if (code === 'resource.http_error' && path?.endsWith('.tokenParameter') === true) {
    return [
      warning(path.replace(/tokenParameter$/, 'uri'), {
        seen: `${seen}; an address of something else may refuse so too`,
        expected: 'the address that the provider documents',
        remedy: 'Compare it with the documentation.',
      }),
    ];
  }
  if (!refusalsOfTheClient.includes(code) || method === 'none') return [];
  const found = (place: string, expected: string, remedy: string) =>
    warning(place, { seen: `${seen}; the provider does not say which`, expected, remedy });
  if (path === '$.tokenUri') {
    return [found(credentialPath(configuration), 'what is registered', 'If the address is right, enter it again.')];
  }
  if (path !== credentialPath(configuration)) return [];
  const isEntered = configuration.kind === 'oidc' && configuration.tokenUri !== null;
  return [
    ...(isEntered
      ? [
          found(
            '$.tokenUri',
            'the token endpoint of this provider',
            'Compare it with the discovery document, or set it to null: another server refuses us as well.',
          ),
        ]
      : []),
    ...(code === 'pushed_authorization.invalid_client'
      ? [
          found(
            '$.clientId',
            'the registered client id',
            'Compare it with the registration; a diagnosis tells it apart.',
          ),
        ]
      : []),
    found(
      '$.clientAuthentication.method',
      'the method that is registered for this client',
      'If the credential is right, choose the registered method; a diagnosis tries the others.',
    ),
    ...(method === 'client_secret_basic'
      ? [
          found(
            '$.clientAuthentication.basicEncoding',
            'an encoding that the provider reads',
            'If the secret holds more than letters and digits, another `basicEncoding` may do; a diagnosis tries it.',
          ),
        ]
      : []),
  ];
}
