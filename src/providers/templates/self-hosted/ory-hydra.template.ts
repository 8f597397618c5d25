import { clientInputs, issuerInput, type ProviderTemplate, sameEmail, sameNames } from '../provider-template.js';

export const oryHydra: ProviderTemplate = {
  id: 'ory-hydra',
  title: 'Ory Hydra',
  summary: 'Accounts behind an Ory Hydra server; its login and consent application decides on the claims.',
  documentation: 'https://www.ory.com/docs/hydra/guides/oauth2-clients',
  inputs: [
    ...clientInputs(
      {
        clientId: 'Answer of `hydra create oauth2-client`: `client_id`.',
        clientSecret: 'The same answer: `client_secret`, shown once.',
      },
      { clientId: '8f2f1c0e-3d0f-4a55-9a3b-6a3c5a6b7c8d', clientSecret: 'example-secret' },
    ),
    issuerInput('`urls.self.issuer` of the configuration.', 'https://hydra.example'),
  ],
  steps: [
    'Create a client with grant authorization_code, response type code, the scopes of the body and the redirect URI.',
    'Let the consent application put email, email_verified, given_name and family_name into the ID token.',
  ],
  remarks: [
    'scopes_supported of the metadata does not list profile and email, although they are given: that is no fault.',
    'Credentials are taken in one way only, the one registered: client_secret_basic unless you chose another.',
    'With private_key_jwt set assertionAudience to token_endpoint: an assertion for the issuer is refused.',
    'Once acr_values are sent, `acr` is "0" unless the login application sets it.',
  ],
  assumed: ['that the consent application puts the claims into the ID token'],
  recognisedBy: [{ authorization_endpoint: /\/oauth2\/auth$/, token_endpoint: /\/oauth2\/token$/ }],
  body: {
    name: 'ory-hydra',
    displayName: { en: 'Ory Hydra' },
    kind: 'oidc',
    clientId: '{{clientId}}',
    clientAuthentication: { method: 'client_secret_basic', clientSecret: '{{clientSecret}}' },
    issuer: '{{issuer}}',
    scopes: ['openid', 'profile', 'email'],
    idToken: { mappings: [sameEmail, ...sameNames] },
  },
};
