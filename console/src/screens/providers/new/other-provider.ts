/** A provider of OpenID Connect that no template is for: its metadata tell the rest. */
export function otherProvider(issuer: string): unknown {
  return {
    name: '',
    displayName: { en: '' },
    kind: 'oidc',
    issuer,
    clientId: '',
    clientAuthentication: { method: 'client_secret_basic', clientSecret: '' },
    scopes: ['openid', 'profile', 'email'],
    idToken: {
      mappings: [{ path: 'email', action: 'validate', target: 'recipient.email', compare: 'email' }],
    },
  };
}
