/** Provider bodies for tests: the least that is accepted, and ones in which every member is set. */

export const leastOidc = {
  name: 'least-oidc',
  kind: 'oidc',
  clientId: 'our-client',
  clientAuthentication: { method: 'client_secret_basic', clientSecret: 'a secret' },
  issuer: 'https://idp.example',
} as const;

export const leastOauth2 = {
  name: 'least-oauth2',
  kind: 'oauth2',
  clientId: 'our-client',
  clientAuthentication: { method: 'client_secret_post', clientSecret: 'a secret' },
  authorizationUri: 'https://idp.example/authorize',
  tokenUri: 'https://idp.example/token',
  resources: [{ name: 'user', uri: 'https://idp.example/user' }],
  subject: { source: 'resource:user', path: 'id' },
} as const;

const encryption = { keyManagementAlgorithms: ['RSA-OAEP-256'], contentEncryptionAlgorithms: ['A256GCM'] };

/** Every member of an `oidc` provider, each with a value that is not its default. */
export const fullOidc = {
  name: 'full-oidc',
  displayName: { en: 'A provider', de: 'Ein Anbieter' },
  kind: 'oidc',
  enabled: false,
  usage: ['user', 'signer'],
  showOnLoginPage: true,
  legacyName: 'The old name: with anything?',
  clientId: 'https://sign.example',
  clientAuthentication: {
    method: 'client_secret_basic',
    basicEncoding: 'raw',
    clientSecret: 'a secret',
    expiresAt: '2099-01-31T00:00:00Z',
    overlapSeconds: 60,
  },
  scopes: ['openid', 'profile'],
  authorizationParameters: { acr_values: 'high', prompt: 'login' },
  issuer: 'https://idp.example/tenant',
  discovery: false,
  authorizationUri: 'https://idp.example/authorize?tenant=1',
  tokenUri: 'https://idp.example/token',
  jwksUri: 'https://idp.example/jwks',
  logoutUri: 'https://idp.example/logout',
  pushedAuthorizationRequestUri: 'https://idp.example/par',
  usePkce: false,
  responseMode: 'form_post.jwt',
  usePushedAuthorizationRequests: true,
  requestObject: { signingAlgorithm: 'ES256' },
  dpop: { signingAlgorithm: 'ES384' },
  claimsRequest: { id_token: { email: { essential: true } }, userinfo: { phone_number: null } },
  useLoginHint: true,
  useLogout: true,
  idToken: {
    signingAlgorithms: ['PS256', 'ES256'],
    clockToleranceSeconds: 5,
    useNonce: false,
    validate: { issuer: false, audience: false, expiration: false, notBefore: false, issuedAt: false },
    exceptions: ['extra-audience', 'stale-iat'],
    encryption,
    mappings: [
      {
        path: 'given_name',
        action: 'validate',
        target: 'recipient.firstName',
        compare: 'name',
        whenMissing: 'warn',
        acceptUpdated: true,
      },
    ],
  },
  authorizationResponse: {
    signingAlgorithms: ['ES256'],
    encryption,
    mappings: [{ path: 'user.name.firstName', action: 'update', target: 'recipient.firstName', whenMissing: 'fail' }],
  },
  tokenResponse: { mappings: [{ path: 'email', action: 'validate', target: 'recipient.email', compare: 'email' }] },
  resources: [
    {
      name: 'userinfo',
      type: 'userinfo',
      uri: 'https://idp.example/userinfo',
      tokenParameter: 'none',
      required: false,
      retain: 'digest',
      signingAlgorithms: ['RS256'],
      encryption,
      mappings: [
        { path: 'birthdate', action: 'update', target: 'certificate.documentIssuedOn', format: 'dd.MM.yyyy' },
        { path: 'employee', action: 'validate', target: 'custom.employeeNumber' },
      ],
    },
  ],
  subject: { source: 'resource:userinfo', path: 'sub' },
  customFields: [{ name: 'employeeNumber', displayName: { en: 'Employee number' }, required: true }],
  assurance: { requiredAcr: ['high'], requiredAmr: ['mfa'], maxAuthenticationAgeSeconds: 300 },
  allowedTenantIds: ['0d1f9a52-3f0e-4b0e-9b6f-2f6b0a5ad1ce'],
  leniency: ['json-as-text', 'latin-1'],
  trust: { ca: null, leaf: null },
} as const;
