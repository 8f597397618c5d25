import { sameFullName } from '../provider-template.js';
import { throughBroker } from './through-broker.js';

export const mitid = throughBroker({
  id: 'mitid',
  title: 'MitID',
  people: 'The Danish electronic identity',
  documentation: 'https://www.mitid.dk/en-gb/broker/',
  acrExample: 'urn:grn:authn:dk:mitid:substantial',
  remarks: [
    'MitID gives one `name`, so the whole name is compared.',
    'The CPR number is given only to services that may have it.',
  ],
  scopes: ['openid', 'profile'],
  mappings: [sameFullName],
});
