import {
  clientInputs,
  issuerInput,
  type ProviderTemplate,
  sameEmailInAnyCase,
  sameNames,
} from '../provider-template.js';

export const adFs: ProviderTemplate = {
  id: 'ad-fs',
  title: 'Active Directory Federation Services',
  summary: 'Accounts of a Windows domain with AD FS 2016 or later.',
  documentation:
    'https://learn.microsoft.com/windows-server/identity/ad-fs/development/ad-fs-openid-connect-oauth-concepts',
  inputs: [
    ...clientInputs(
      {
        clientId: 'AD FS Management, Application Groups, your group, Server application: "Client Identifier".',
        clientSecret: 'Shown once when the shared secret is generated.',
      },
      { clientId: '3e5f7a9b-1c2d-4e3f-9a8b-7c6d5e4f3a2b', clientSecret: 'example-secret' },
    ),
    issuerInput('`issuer` of /adfs/.well-known/openid-configuration.', 'https://fs.example/adfs'),
  ],
  steps: [
    'Add an application group "Server application accessing a web API"; the identifier of the web API is the client identifier.',
    'Add the redirect URI and generate a shared secret.',
    'Permit the scopes openid and allatclaims.',
    'Add an issuance transform rule that sends E-Mail-Addresses as `email`, Given-Name as `given_name`, Surname as `family_name`.',
  ],
  remarks: [
    'UserInfo holds nothing but sub: claims have to be in the ID token, which allatclaims and the equal identifiers bring about.',
    'access_token_issuer of the metadata differs from the issuer; it is not used.',
    'AD FS does not say whether an address is verified: rely on it only where you trust the directory.',
  ],
  assumed: ['the names of the outgoing claims, which your rules decide'],
  recognisedBy: [{ authorization_endpoint: /\/adfs\/oauth2\/authorize\/?$/ }],
  body: {
    name: 'ad-fs',
    displayName: { en: 'Windows account' },
    kind: 'oidc',
    clientId: '{{clientId}}',
    clientAuthentication: { method: 'client_secret_post', clientSecret: '{{clientSecret}}' },
    issuer: '{{issuer}}',
    scopes: ['openid', 'allatclaims'],
    idToken: { mappings: [sameEmailInAnyCase, ...sameNames] },
  },
};
