import {
  clientInputs,
  issuerInput,
  type ProviderTemplate,
  sameEmail,
  sameNames,
  userInfo,
} from '../provider-template.js';

export const zitadel: ProviderTemplate = {
  id: 'zitadel',
  title: 'ZITADEL',
  summary: 'Accounts of a ZITADEL instance, in its cloud or your own.',
  documentation: 'https://zitadel.com/docs/guides/integrate/login/oidc',
  inputs: [
    ...clientInputs(
      {
        clientId: 'ZITADEL console, your project, your application: "Client ID".',
        clientSecret: 'Shown once when the application is created with authentication method Basic.',
      },
      { clientId: '287654321012345678', clientSecret: 'example-secret' },
    ),
    issuerInput('The address of the instance, as `issuer` in its metadata.', 'https://example-abc123.zitadel.cloud'),
  ],
  steps: ['In a project create an application of type Web, authentication method "Basic".', 'Add the redirect URI.'],
  remarks: [
    'E-mail and names come from UserInfo, unless "User Info inside ID Token" is on.',
    'The code is looked up before the client: with a wrong client id or secret the token endpoint may speak of the code.',
  ],
  assumed: ['that a current release behaves as the example provider of its library, which was run'],
  recognisedBy: [
    { authorization_endpoint: /\/oauth\/v2\/authorize$/, userinfo_endpoint: /\/oidc\/v1\/userinfo$/ },
    { authorization_endpoint: /(?<!\/oauth)\/authorize$/, token_endpoint: /\/oauth\/token$/, jwks_uri: /\/keys$/ },
  ],
  body: {
    name: 'zitadel',
    displayName: { en: 'ZITADEL' },
    kind: 'oidc',
    clientId: '{{clientId}}',
    clientAuthentication: { method: 'client_secret_basic', clientSecret: '{{clientSecret}}' },
    issuer: '{{issuer}}',
    scopes: ['openid', 'profile', 'email'],
    resources: [userInfo([sameEmail, ...sameNames])],
  },
};
