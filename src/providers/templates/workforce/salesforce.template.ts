import {
  clientInputs,
  issuerInput,
  type ProviderTemplate,
  sameEmail,
  sameNames,
  userInfo,
} from '../provider-template.js';

export const salesforce: ProviderTemplate = {
  id: 'salesforce',
  title: 'Salesforce',
  summary: 'Accounts of a Salesforce organisation.',
  documentation: 'https://help.salesforce.com/s/articleView?id=sf.remoteaccess_using_openid.htm',
  inputs: [
    ...clientInputs(
      {
        clientId: 'Setup, App Manager, your connected app, Manage Consumer Details: "Consumer Key".',
        clientSecret: 'The same page: "Consumer Secret".',
      },
      { clientId: '3MVG9example', clientSecret: 'example-secret' },
    ),
    issuerInput('Your My Domain login URL, or https://login.salesforce.com.', 'https://example.my.salesforce.com'),
  ],
  steps: [
    'Create a connected app with OAuth settings enabled and the scopes openid, profile and email.',
    'Enter the redirect URI as "Callback URL".',
  ],
  remarks: [
    'sub is an address with the ids of organisation and user in it; it is taken as it is.',
    'E-mail and names are at UserInfo.',
  ],
  assumed: ['that the issuer is the address of My Domain where one is used'],
  recognisedBy: [{ authorization_endpoint: /\/services\/oauth2\/authorize$/ }],
  body: {
    name: 'salesforce',
    displayName: { en: 'Salesforce' },
    kind: 'oidc',
    clientId: '{{clientId}}',
    clientAuthentication: { method: 'client_secret_basic', clientSecret: '{{clientSecret}}' },
    issuer: '{{issuer}}',
    scopes: ['openid', 'profile', 'email'],
    resources: [userInfo([sameEmail, ...sameNames])],
  },
};
