import { clientInputs, issuerInput, type ProviderTemplate, sameEmail, sameNames } from '../provider-template.js';

export const djangoOauthToolkit: ProviderTemplate = {
  id: 'django-oauth-toolkit',
  title: 'Django OAuth Toolkit',
  summary: 'Accounts of a Django site that has django-oauth-toolkit with OpenID Connect.',
  documentation: 'https://django-oauth-toolkit.readthedocs.io/en/latest/oidc.html',
  inputs: [
    ...clientInputs(
      {
        clientId: 'The application in /o/applications/: "Client id".',
        clientSecret: 'The same form, before it is saved: the stored secret is a hash.',
      },
      { clientId: 'aBcDeF0123456789', clientSecret: 'example-secret' },
    ),
    issuerInput('The address under which the toolkit is mounted, usually /o.', 'https://site.example/o'),
  ],
  steps: [
    'Create an application: confidential, grant type "Authorization code", algorithm RS256.',
    'Enter the redirect URI.',
    'In the site, let an OAuth2Validator give email, given_name and family_name.',
  ],
  remarks: [
    'PKCE is demanded by default; it is sent.',
    'sub is a number written as text.',
    'Out of the box there is no claim but sub: the site decides in get_additional_claims.',
    'prompt=none without a session is answered with error 500 by some versions.',
  ],
  assumed: ['that the site gives the claims in the ID token'],
  recognisedBy: [
    { authorization_endpoint: /\/authorize\/$/, token_endpoint: /\/token\/$/, jwks_uri: /\/\.well-known\/jwks\.json$/ },
  ],
  body: {
    name: 'django-oauth-toolkit',
    displayName: { en: 'Django' },
    kind: 'oidc',
    clientId: '{{clientId}}',
    clientAuthentication: { method: 'client_secret_basic', clientSecret: '{{clientSecret}}' },
    issuer: '{{issuer}}',
    scopes: ['openid', 'profile', 'email'],
    idToken: { mappings: [sameEmail, ...sameNames] },
  },
};
