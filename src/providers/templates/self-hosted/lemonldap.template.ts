import {
  clientInputs,
  issuerInput,
  type ProviderTemplate,
  sameEmail,
  sameNames,
  userInfo,
} from '../provider-template.js';

export const lemonldap: ProviderTemplate = {
  id: 'lemonldap',
  title: 'LemonLDAP::NG',
  summary: 'Accounts of a LemonLDAP::NG portal.',
  documentation: 'https://lemonldap-ng.org/documentation/latest/idpopenidconnect.html',
  inputs: [
    ...clientInputs(
      {
        clientId: 'Manager, OpenID Connect Relying Parties, your party, Options: "Client ID".',
        clientSecret: 'The same place: "Client secret".',
      },
      { clientId: 'countersign', clientSecret: 'example-secret' },
    ),
    issuerInput(
      'Manager, OpenID Connect Service: "Issuer identifier", with its slash at the end.',
      'https://auth.example/',
    ),
  ],
  steps: [
    'Add a relying party with client id, secret and the redirect URI.',
    'Set "ID Token signature algorithm" to RS256: the default HS512 is refused by this template.',
    'Under "Exported attributes" name the attributes behind email, given_name and family_name.',
  ],
  remarks: [
    'Client id and redirect URI are judged only after the login page: a wrong one is seen late.',
    'The secret is read from an Authorization header as it stands, without decoding; it is sent in the body, where there is no such doubt.',
    'E-mail and names come from UserInfo only.',
    'prompt=none is answered with a login page, max_age is not honoured.',
  ],
  assumed: [],
  recognisedBy: [{ authorization_endpoint: /\/oauth2\/authorize$/, jwks_uri: /\/oauth2\/jwks$/ }],
  body: {
    name: 'lemonldap',
    displayName: { en: 'LemonLDAP::NG' },
    kind: 'oidc',
    clientId: '{{clientId}}',
    clientAuthentication: { method: 'client_secret_post', clientSecret: '{{clientSecret}}' },
    issuer: '{{issuer}}',
    scopes: ['openid', 'profile', 'email'],
    resources: [userInfo([sameEmail, ...sameNames])],
  },
};
