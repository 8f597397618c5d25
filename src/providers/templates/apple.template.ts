import { type ProviderTemplate, sameEmail } from './provider-template.js';

export const apple: ProviderTemplate = {
  id: 'apple',
  title: 'Sign in with Apple',
  summary: 'Apple accounts.',
  documentation: 'https://developer.apple.com/documentation/signinwithapple',
  inputs: [
    {
      name: 'clientId',
      title: 'Services ID',
      whereToFind: 'Apple developer account, Certificates, Identifiers & Profiles, Identifiers, the "Services ID".',
      example: 'com.example.sign',
      secret: false,
    },
    {
      name: 'teamId',
      title: 'Team ID',
      whereToFind: 'Apple developer account, Membership details: ten letters and digits.',
      example: 'DEF123GHIJ',
      secret: false,
    },
    {
      name: 'keyId',
      title: 'Key ID',
      whereToFind: 'Apple developer account, Keys, the key with "Sign in with Apple".',
      example: 'ABC123DEFG',
      secret: false,
    },
    {
      name: 'privateKey',
      title: 'Private key',
      whereToFind: 'The .p8 file, which can be downloaded once, when the key is made. Paste its whole content.',
      example: '-----BEGIN PRIVATE KEY-----\n…\n-----END PRIVATE KEY-----',
      secret: true,
    },
  ],
  steps: [
    'Make an App ID with the capability "Sign in with Apple", then a Services ID that belongs to it.',
    'Configure the Services ID: add the domain of this service and the redirect URI as return URL (https only).',
    'Make a key with "Sign in with Apple", note its Key ID and download the .p8 file.',
  ],
  remarks: [
    'The client secret is a JWT that this service signs afresh with your key (ES256); there is nothing to renew by hand.',
    'Apple posts its answer as soon as e-mail or name are asked for, so responseMode is form_post.',
    'People may hide their address behind a relay address of Apple: then it does not match the recipient and the login fails.',
    "The name comes once, at the first login, in the form field `user`: unsigned and through the signer's browser. Map it under authorizationResponse only to fill in fields that prove nothing.",
  ],
  body: {
    name: 'apple',
    displayName: { en: 'Apple' },
    kind: 'oidc',
    clientId: '{{clientId}}',
    clientAuthentication: {
      method: 'apple_client_secret',
      teamId: '{{teamId}}',
      keyId: '{{keyId}}',
      privateKey: '{{privateKey}}',
    },
    issuer: 'https://appleid.apple.com',
    scopes: ['openid', 'email', 'name'],
    responseMode: 'form_post',
    idToken: { mappings: [sameEmail] },
  },
};
