import { keyedClientInput, type ProviderTemplate, sameEmail, userInfo } from '../provider-template.js';

export const govUkOneLogin: ProviderTemplate = {
  id: 'gov-uk-one-login',
  title: 'GOV.UK One Login',
  summary: 'Accounts of people who use services of the government of the United Kingdom.',
  documentation: 'https://docs.sign-in.service.gov.uk/integrate-with-integration-environment/',
  inputs: [keyedClientInput('GOV.UK One Login admin tool, your service: client id.', 'aBcDeF0123456789')],
  steps: [
    'Save the provider first: its keys are generated with it.',
    "In the admin tool enter the redirect URI and the address of this tenant's public keys, /v1/tenants/<tenant>/jwks.json.",
    'For the integration environment change the issuer to https://oidc.integration.account.gov.uk/.',
  ],
  remarks: [
    'vtr asks for two factors (Cl.Cm) without a proven identity.',
    'The ID token says only who logged in; the address is at UserInfo.',
    'A proven identity comes as a JWT of its own in the claim coreIdentityJWT, which is not read here.',
  ],
  assumed: ['that ID tokens are signed with ES256, the default of the admin tool'],
  recognisedBy: [{ issuer: /^https:\/\/oidc\.integration\.account\.gov\.uk\/$/ }],
  body: {
    name: 'gov-uk-one-login',
    displayName: { en: 'GOV.UK One Login' },
    kind: 'oidc',
    clientId: '{{clientId}}',
    clientAuthentication: { method: 'private_key_jwt', signingAlgorithm: 'RS256', assertionAudience: 'token_endpoint' },
    issuer: 'https://oidc.account.gov.uk/',
    scopes: ['openid', 'email'],
    authorizationParameters: { vtr: '["Cl.Cm"]' },
    idToken: { signingAlgorithms: ['ES256'] },
    resources: [userInfo([sameEmail])],
  },
};
