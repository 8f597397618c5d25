import type { ProviderConfiguration } from '../../providers/provider-configuration.js';

/** A setting that a provider asks for in words, and what to do about it on either side. */
export interface Demand {
  readonly path: string;
  readonly remedy: string;
}

interface DemandRule extends Demand {
  /** In the provider's words, as real ones write them. */
  readonly words: RegExp;
  /** Whether the configuration does not do it already. */
  readonly applies: (configuration: ProviderConfiguration) => boolean;
}

/**
 * What providers demand beyond RFC 6749, in the order in which a text is to be read: the more particular word first. A text that
 * names a parameter we send is about that parameter; a text that names one we do not send asks for it.
 */
const rules: readonly DemandRule[] = [
  {
    words: /client (?:is |has been )?(?:disabled|deactivated|inactive|not enabled)|disabled client/i,
    path: '$.clientId',
    remedy: 'Enable the client at the provider: it knows it, and has it switched off.',
    applies: () => true,
  },
  {
    words: /\bPAR\b|pushed.authori[sz]ation.request/i,
    path: '$.usePushedAuthorizationRequests',
    remedy:
      'Set `usePushedAuthorizationRequests` to true, or have requests that were not pushed allowed for this client at the provider.',
    applies: ({ usePushedAuthorizationRequests }) => !usePushedAuthorizationRequests,
  },
  {
    words: /\bdpop\b/i,
    path: '$.dpop',
    remedy: 'Set `dpop` (`{}` is enough), or have bearer tokens allowed for this client at the provider.',
    applies: ({ dpop }) => dpop === null,
  },
  {
    words: /code.challenge.method|transform algorithm/i,
    path: '$.usePkce',
    remedy: 'S256 is sent, the only safe method: have the provider accept S256 for this client.',
    applies: ({ usePkce }) => usePkce,
  },
  {
    words: /\bPKCE\b|code.challenge|code.verifier|proof key/i,
    path: '$.usePkce',
    remedy: 'Set `usePkce` to true, or have requests without PKCE allowed for this client at the provider.',
    applies: ({ usePkce }) => !usePkce,
  },
  {
    words: /\bPKCE\b|code.challenge|code.verifier|proof key/i,
    path: '$.usePkce',
    remedy: 'Have the provider accept PKCE with S256 for this client; only if it cannot, set `usePkce` to false.',
    applies: ({ usePkce }) => usePkce,
  },
  {
    words: /request object|signed request|\bJAR\b/i,
    path: '$.requestObject',
    remedy: 'Set `requestObject`, or have plain requests allowed for this client at the provider.',
    applies: ({ requestObject }) => requestObject === null,
  },
  {
    words: /\bnonce\b/i,
    path: '$.idToken.useNonce',
    remedy: 'Set `idToken.useNonce` to true: the provider wants a nonce whenever `openid` is asked for.',
    applies: ({ kind, idToken }) => kind === 'oidc' && !idToken.useNonce,
  },
  {
    words: /\bnonce\b/i,
    path: '$.kind',
    remedy:
      'Set `kind` to `oidc`, which sends a nonce; or do not ask for the scope `openid`, which this provider ties to one.',
    applies: ({ kind }) => kind === 'oauth2',
  },
];

/** What a provider demands in its own words, of what this configuration does not do as it wants. */
export function demandIn(text: string, configuration: ProviderConfiguration): Demand | null {
  const found = rules.find(({ words, applies }) => words.test(text) && applies(configuration));
  return found === undefined ? null : { path: found.path, remedy: found.remedy };
}
