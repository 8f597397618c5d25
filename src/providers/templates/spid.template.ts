import {
  fiscalNumber,
  italianBody,
  italianDocumentation,
  italianInputs,
  italianRemarks,
  italianSteps,
} from './italian-identity.js';
import type { ProviderTemplate } from './provider-template.js';

const essential = { essential: true };

export const spid: ProviderTemplate = {
  id: 'spid',
  title: 'SPID',
  summary: 'Digital identities of people in Italy, from one of several identity providers.',
  documentation: italianDocumentation,
  inputs: italianInputs,
  steps: [...italianSteps, 'Make one provider for each identity provider that your signers may choose.'],
  remarks: [
    ...italianRemarks,
    'The scope is openid alone; attributes are asked for with the claims parameter and come in UserInfo only.',
    'Identity providers of the first hour may name the claim of the tax number otherwise.',
  ],
  body: {
    ...italianBody,
    name: 'spid',
    displayName: { en: 'SPID' },
    scopes: ['openid'],
    claimsRequest: { userinfo: { given_name: essential, family_name: essential, [fiscalNumber]: essential } },
  },
};
