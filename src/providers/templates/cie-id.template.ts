import { italianBody, italianDocumentation, italianInputs, italianRemarks, italianSteps } from './italian-identity.js';
import type { ProviderTemplate } from './provider-template.js';

export const cieId: ProviderTemplate = {
  id: 'cie-id',
  title: 'CIE id',
  summary: 'The Italian electronic identity card.',
  documentation: italianDocumentation,
  inputs: italianInputs,
  steps: italianSteps,
  remarks: [
    ...italianRemarks,
    'The scope profile asks for names, date of birth and tax number.',
    'The response always names its issuer; the ID token may be encrypted too: then set idToken.encryption.',
  ],
  body: {
    ...italianBody,
    name: 'cie-id',
    displayName: { en: 'CIE id' },
    scopes: ['openid', 'profile'],
  },
};
