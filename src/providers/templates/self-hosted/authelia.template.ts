import {
  clientInputs,
  issuerInput,
  type ProviderTemplate,
  sameEmail,
  sameNames,
  userInfo,
} from '../provider-template.js';

export const authelia: ProviderTemplate = {
  id: 'authelia',
  title: 'Authelia',
  summary: 'Accounts of an Authelia portal.',
  documentation: 'https://www.authelia.com/configuration/identity-providers/openid-connect/clients/',
  inputs: [
    ...clientInputs(
      {
        clientId: 'Configuration, identity_providers.oidc.clients: `client_id`.',
        clientSecret: 'What you hashed into `client_secret` of the same entry.',
      },
      { clientId: 'countersign', clientSecret: 'example-secret' },
    ),
    issuerInput('The address of the portal.', 'https://auth.example'),
  ],
  steps: [
    'Add a client with redirect_uris, scopes and token_endpoint_auth_method client_secret_basic.',
    'Put a hash of the secret into the configuration, never the secret.',
  ],
  remarks: [
    'E-mail and names come from UserInfo only.',
    'Refused token requests are counted per address; too many, and everybody gets 429 for an hour: do not try secrets out.',
    'Credentials in two places at once are refused.',
    'Once acr_values are sent, `acr` is "0".',
  ],
  assumed: ['that the account has given and family name (version 4.39 and later)'],
  recognisedBy: [{ authorization_endpoint: /\/api\/oidc\/authorization$/ }],
  body: {
    name: 'authelia',
    displayName: { en: 'Authelia' },
    kind: 'oidc',
    clientId: '{{clientId}}',
    clientAuthentication: { method: 'client_secret_basic', clientSecret: '{{clientSecret}}' },
    issuer: '{{issuer}}',
    scopes: ['openid', 'profile', 'email'],
    resources: [userInfo([sameEmail, ...sameNames])],
  },
};
