import {
  clientInputs,
  issuerInput,
  type ProviderTemplate,
  sameEmail,
  sameFullName,
  userInfo,
} from '../provider-template.js';

export const gitlab: ProviderTemplate = {
  id: 'gitlab',
  title: 'GitLab',
  summary: 'Accounts of gitlab.com or of a GitLab server of your own.',
  documentation: 'https://docs.gitlab.com/integration/openid_connect_provider/',
  inputs: [
    ...clientInputs(
      {
        clientId: 'User, group or admin settings, Applications, your application: "Application ID".',
        clientSecret: 'The same page: "Secret", shown once.',
      },
      { clientId: '0123456789abcdef', clientSecret: 'gloas-example' },
    ),
    issuerInput('The address of the server.', 'https://gitlab.com'),
  ],
  steps: ['Add an application: confidential, scopes openid, profile, email.', 'Enter the redirect URI.'],
  remarks: [
    'The e-mail address is the primary one, which GitLab has verified.',
    'There is one claim `name`; the whole name is compared, from UserInfo.',
  ],
  assumed: [],
  recognisedBy: [{ jwks_uri: /\/oauth\/discovery\/keys$/ }],
  body: {
    name: 'gitlab',
    displayName: { en: 'GitLab' },
    kind: 'oidc',
    clientId: '{{clientId}}',
    clientAuthentication: { method: 'client_secret_basic', clientSecret: '{{clientSecret}}' },
    issuer: '{{issuer}}',
    scopes: ['openid', 'profile', 'email'],
    idToken: { mappings: [sameEmail] },
    resources: [userInfo([sameFullName])],
  },
};
