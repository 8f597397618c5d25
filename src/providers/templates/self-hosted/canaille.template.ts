import { clientInputs, issuerInput, type ProviderTemplate, sameEmail, sameNames } from '../provider-template.js';

export const canaille: ProviderTemplate = {
  id: 'canaille',
  title: 'Canaille',
  summary: 'Accounts of a Canaille server.',
  documentation: 'https://canaille.readthedocs.io/',
  inputs: [
    ...clientInputs(
      {
        clientId: 'Administration, Clients, your client: "Client ID".',
        clientSecret: 'The same page: "Client secret".',
      },
      { clientId: 'aBcDeF0123456789', clientSecret: 'example-secret' },
    ),
    issuerInput('The address of the server, as `issuer` in its metadata.', 'https://auth.example'),
  ],
  steps: [
    'Add a client with the redirect URI, grant authorization_code and the scopes of the body.',
    'Set the audience of the client to the client itself: until then `aud` is an empty list and no login passes.',
  ],
  remarks: [
    'ID tokens are signed with RS512, although the metadata list RS256 first.',
    'A nonce is demanded whenever openid is asked for; it is sent.',
    'The secret in the header is percent-decoded: a space has to arrive as %20.',
  ],
  assumed: [],
  recognisedBy: [{ authorization_endpoint: /\/oauth\/authorize$/, jwks_uri: /\/oauth\/jwks\.json$/ }],
  body: {
    name: 'canaille',
    displayName: { en: 'Canaille' },
    kind: 'oidc',
    clientId: '{{clientId}}',
    clientAuthentication: { method: 'client_secret_basic', clientSecret: '{{clientSecret}}' },
    issuer: '{{issuer}}',
    scopes: ['openid', 'profile', 'email'],
    idToken: { signingAlgorithms: ['RS512', 'RS256'], mappings: [sameEmail, ...sameNames] },
  },
};
