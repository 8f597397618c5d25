import { clientInputs, type ProviderTemplate, sameNames } from './provider-template.js';

export const idAustria: ProviderTemplate = {
  id: 'id-austria',
  title: 'ID Austria',
  summary: 'The electronic identity of the Republic of Austria.',
  documentation: 'https://www.id-austria.gv.at/de/developer/anbinden/anbindung-mit-openid-connect',
  inputs: clientInputs(
    {
      clientId: 'The registration of your service (IDA-SPR): its identifier, a URL of your own.',
      clientSecret: 'The same registration, which generates it.',
    },
    { clientId: 'https://sign.example', clientSecret: 'example-secret' },
  ),
  steps: [
    'Register the service with the attributes that it needs; scopes do not choose them.',
    'Enter the redirect URI in the registration.',
    'For the test system change the issuer to https://eid2.oesterreich.gv.at.',
  ],
  remarks: [
    'Names of claims are URNs with colons and dots: they are wrapped in the path.',
    'sub differs from login to login; the sector-specific identifier (bPK) says who it is.',
    'The issuer is compared exactly with the `issuer` of the published metadata; copy it from there if it has changed.',
  ],
  body: {
    name: 'id-austria',
    displayName: { en: 'ID Austria' },
    kind: 'oidc',
    clientId: '{{clientId}}',
    clientAuthentication: { method: 'client_secret_post', clientSecret: '{{clientSecret}}' },
    issuer: 'https://eid.oesterreich.gv.at',
    scopes: ['openid', 'profile'],
    subject: { source: 'id_token', path: "['urn:pvpgvat:oidc.bpk']" },
    idToken: {
      mappings: [
        ...sameNames,
        { path: "['urn:pvpgvat:oidc.bpk']", action: 'update', target: 'certificate.identificationNumber' },
      ],
    },
  },
};
