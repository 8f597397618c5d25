import { clientInputs, issuerInput, type ProviderTemplate, sameEmail, sameFullName } from '../provider-template.js';

export const dex: ProviderTemplate = {
  id: 'dex',
  title: 'Dex',
  summary: 'Accounts behind the connectors of a Dex server.',
  documentation: 'https://dexidp.io/docs/configuration/',
  inputs: [
    ...clientInputs(
      { clientId: 'Configuration of Dex, staticClients: `id`.', clientSecret: 'The same entry: `secret`.' },
      { clientId: 'countersign', clientSecret: 'example-secret' },
    ),
    issuerInput('Configuration of Dex: `issuer`.', 'https://dex.example'),
  ],
  steps: ['Add an entry to staticClients with the redirect URI under redirectURIs.', 'Restart Dex.'],
  remarks: [
    'There is one claim `name`, no given_name and family_name: the whole name is compared.',
    'A wrong redirect URI is refused one page later than elsewhere, after the first redirect.',
    'A signer who refuses ends on a page of Dex and does not come back: the attempt runs out.',
    'sub is a long text that holds user and connector: the same person at another connector is another one.',
  ],
  assumed: [],
  recognisedBy: [
    {
      authorization_endpoint: /\/auth$/,
      token_endpoint: /\/token$/,
      jwks_uri: /\/keys$/,
      userinfo_endpoint: /\/userinfo$/,
    },
  ],
  body: {
    name: 'dex',
    displayName: { en: 'Dex' },
    kind: 'oidc',
    clientId: '{{clientId}}',
    clientAuthentication: { method: 'client_secret_basic', clientSecret: '{{clientSecret}}' },
    issuer: '{{issuer}}',
    scopes: ['openid', 'profile', 'email'],
    idToken: { mappings: [sameEmail, sameFullName] },
  },
};
