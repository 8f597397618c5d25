import {
  clientInputs,
  issuerInput,
  type ProviderTemplate,
  sameEmail,
  sameNames,
  userInfo,
} from '../provider-template.js';

export const nodeOidcProvider: ProviderTemplate = {
  id: 'node-oidc-provider',
  title: 'node oidc-provider',
  summary: 'Accounts of a server that is built with the library oidc-provider.',
  documentation: 'https://github.com/panva/node-oidc-provider/blob/main/docs/README.md',
  inputs: [
    ...clientInputs(
      { clientId: 'The configuration of that server: `client_id`.', clientSecret: 'The same place: `client_secret`.' },
      { clientId: 'countersign', clientSecret: 'example-secret' },
    ),
    issuerInput('The first argument of its Provider.', 'https://idp.example'),
  ],
  steps: ['Add the client with the redirect URI, grant authorization_code and response type code.'],
  remarks: [
    'E-mail and names come from UserInfo, unless conformIdTokenClaims is off.',
    'An access token in the header and in the query at once is refused: leave tokenParameter at none.',
    'Credentials in two places at once are refused.',
  ],
  assumed: ['that the server maps the scopes profile and email to these claims'],
  recognisedBy: [
    { authorization_endpoint: /\/auth$/, token_endpoint: /\/token$/, userinfo_endpoint: /\/me$/, jwks_uri: /\/jwks$/ },
  ],
  body: {
    name: 'node-oidc-provider',
    displayName: { en: 'Login' },
    kind: 'oidc',
    clientId: '{{clientId}}',
    clientAuthentication: { method: 'client_secret_basic', clientSecret: '{{clientSecret}}' },
    issuer: '{{issuer}}',
    scopes: ['openid', 'profile', 'email'],
    resources: [userInfo([sameEmail, ...sameNames])],
  },
};
