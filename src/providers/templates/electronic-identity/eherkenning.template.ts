import { throughBroker } from './through-broker.js';

export const eherkenning = throughBroker({
  id: 'eherkenning',
  title: 'eHerkenning',
  people: 'People who act for an organisation in the Netherlands',
  documentation: 'https://www.eherkenning.nl/en',
  acrExample: 'idp:eherkenning',
  remarks: [
    'eHerkenning says which organisation, and a pseudonym of the person: names are not given, so the sender names the organisation.',
  ],
  assumed: ['that the number is in the claim kvk_number'],
  scopes: ['openid'],
  mappings: [{ path: 'kvk_number', action: 'validate', target: 'custom.chamberOfCommerceNumber' }],
  customFields: [
    {
      name: 'chamberOfCommerceNumber',
      displayName: { en: 'Chamber of Commerce number', nl: 'KvK-nummer' },
      required: true,
    },
  ],
});
