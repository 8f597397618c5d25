import { sameNames } from '../provider-template.js';
import { throughBroker } from './through-broker.js';

export const bundid = throughBroker({
  id: 'bundid',
  title: 'BundID',
  people: 'The citizen account of the Federal Republic of Germany',
  documentation: 'https://www.id.bund.de/',
  acrExample: 'idp:bundid',
  remarks: [
    'BundID itself speaks SAML: a broker, or an identity server of your own, makes OpenID Connect of it.',
    'The level of trust (low, substantial, high) is what a person last logged in with: demand it in assurance.requiredAcr once you have seen its value.',
  ],
  scopes: ['openid', 'profile'],
  mappings: sameNames,
});
