import { clientInputs, type ProviderTemplate, sameEmailInAnyCase } from './provider-template.js';

export const entra: ProviderTemplate = {
  id: 'entra',
  title: 'Microsoft Entra ID',
  summary: 'Work and school accounts of the Microsoft directories that you list.',
  documentation: 'https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc',
  inputs: [
    ...clientInputs(
      {
        clientId: 'Entra admin center, App registrations, your app, Overview: "Application (client) ID".',
        clientSecret:
          'Your app, Certificates & secrets: the "Value" of a client secret, shown once. Note when it expires and set clientAuthentication.expiresAt.',
      },
      { clientId: '3e5f7a9b-1c2d-4e3f-9a8b-7c6d5e4f3a2b', clientSecret: 'abc~example' },
    ),
    {
      name: 'tenantId',
      title: 'Directory (tenant) ID',
      whereToFind: 'Entra admin center, Overview: "Tenant ID". Of each organisation whose accounts may sign.',
      example: '7d2f4b1c-9a3e-4f60-8b15-2c4d6e8f0a1b',
      secret: false,
    },
  ],
  steps: [
    'In the Entra admin center register an application; choose "Accounts in any organizational directory" for several directories.',
    'Under Authentication add the platform "Web" with the redirect URI.',
    'Under Token configuration add the optional claim "email" to the ID token.',
    'Under Certificates & secrets make a client secret and copy its value.',
  ],
  remarks: [
    'The issuer holds {tenantid}: the directory of the account is judged against allowedTenantIds. Without that list accounts of any directory would pass.',
    'The person is identified by oid within the directory of the issuer (sub differs per application).',
    'Addresses come as they were entered, John.Doe@… for john.doe@…: the mapping disregards letter case.',
    'Groups of people who are in many come by reference (_claim_names), which is not followed: assign app roles, or emit the groups of the application only.',
    'Entra does not send email_verified. Add the optional claim xms_edov in the manifest: where it is not true, the owner of the address’s domain has not verified it, and the login is refused. Without it rely on addresses only for directories whose administrators you trust.',
  ],
  recognisedBy: [{ issuer: /^https:\/\/(login|sts)\.(microsoftonline\.com|windows\.net)\// }],
  body: {
    name: 'entra',
    displayName: { en: 'Microsoft' },
    kind: 'oidc',
    clientId: '{{clientId}}',
    clientAuthentication: { method: 'client_secret_post', clientSecret: '{{clientSecret}}' },
    issuer: 'https://login.microsoftonline.com/{tenantid}/v2.0',
    allowedTenantIds: ['{{tenantId}}'],
    scopes: ['openid', 'email', 'profile'],
    subject: { source: 'id_token', path: 'oid' },
    idToken: { mappings: [sameEmailInAnyCase] },
  },
};
