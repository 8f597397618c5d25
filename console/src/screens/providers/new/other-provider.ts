/** What was read of a provider that no template is for. */
export interface DetectedProvider {
  readonly issuer: string;
  /** What it signs ID tokens with where that is not what is allowed unless a body says otherwise. */
  readonly signingAlgorithms?: readonly string[] | null;
}

/** A provider of OpenID Connect that no template is for: its metadata tell the rest. */
export function otherProvider({ issuer, signingAlgorithms = null }: DetectedProvider): unknown {
  return {
    name: '',
    displayName: { en: '' },
    kind: 'oidc',
    issuer,
    clientId: '',
    clientAuthentication: { method: 'client_secret_basic', clientSecret: '' },
    scopes: ['openid', 'profile', 'email'],
    idToken: {
      ...(signingAlgorithms === null ? {} : { signingAlgorithms }),
      mappings: [{ path: 'email', action: 'validate', target: 'recipient.email', compare: 'email' }],
    },
  };
}
