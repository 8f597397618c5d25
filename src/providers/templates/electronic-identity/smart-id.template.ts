import { sameNames } from '../provider-template.js';
import { throughBroker } from './through-broker.js';

export const smartId = throughBroker({
  id: 'smart-id',
  title: 'Smart-ID',
  people: 'The identity app of Estonia, Latvia and Lithuania',
  documentation: 'https://github.com/SK-EID/smart-id-documentation',
  acrExample: 'idp:smart-id',
  remarks: ['The personal code differs per country; it is no secret, but personal data.'],
  scopes: ['openid', 'profile'],
  mappings: sameNames,
});
