import { clientInputs, type ProviderTemplate, sameEmail } from '../provider-template.js';

export const kakao: ProviderTemplate = {
  id: 'kakao',
  title: 'Kakao',
  summary: 'Kakao accounts in South Korea.',
  documentation: 'https://developers.kakao.com/docs/latest/en/kakaologin/rest-api',
  inputs: clientInputs(
    {
      clientId: 'Kakao Developers, your app, App Keys: "REST API key".',
      clientSecret: 'Kakao Login, Security: "Client secret", switched on.',
    },
    { clientId: '0123456789abcdef0123456789abcdef', clientSecret: 'example-secret' },
  ),
  steps: [
    'Turn on Kakao Login and OpenID Connect for the app.',
    'Add the redirect URI.',
    'Under Consent items ask for the account e-mail.',
  ],
  remarks: [
    'The client id is the REST API key, not the app id.',
    'People may refuse to share the address; then the mapping fails, as it should.',
  ],
  assumed: ['that the address in the ID token is one that Kakao has verified'],
  body: {
    name: 'kakao',
    displayName: { en: 'Kakao' },
    kind: 'oidc',
    clientId: '{{clientId}}',
    clientAuthentication: { method: 'client_secret_post', clientSecret: '{{clientSecret}}' },
    issuer: 'https://kauth.kakao.com',
    scopes: ['openid', 'account_email'],
    idToken: { mappings: [sameEmail] },
  },
};
