import { throughBroker } from './through-broker.js';

export const idin = throughBroker({
  id: 'idin',
  title: 'iDIN',
  people: 'Dutch bank customers',
  documentation: 'https://www.idin.nl/en/',
  acrExample: 'idp:idin',
  remarks: [
    'Banks give initials, not first names: only the last name is compared.',
    'The prefix of a Dutch name may stand in a claim of its own; join it with `paths`.',
  ],
  scopes: ['openid', 'profile'],
  mappings: [{ path: 'family_name', action: 'validate', target: 'recipient.lastName', compare: 'name' }],
});
