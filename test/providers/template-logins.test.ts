import { describe, expect, it } from '@jest/globals';
import {
  ENTRA_OBJECT_ID,
  ENTRA_TENANT_ID,
  ID_AUSTRIA_BPK,
  type Persona,
  startApple,
  startBankIdBroker,
  startEntra,
  startFacebook,
  startFranceConnect,
  startGitHub,
  startGoogle,
  startIdAustria,
  startItsme,
  startLinkedIn,
  startVk,
} from '../support/personas.js';
import { TemplateLogin } from './template-login.js';

describe('a provider made from a template', () => {
  const john = new TemplateLogin();

  const rows: readonly {
    readonly id: string;
    readonly start: () => Promise<Persona>;
    readonly inputs?: Record<string, string>;
    readonly subject: string;
    readonly results: readonly string[];
  }[] = [
    { id: 'google', start: startGoogle, subject: '109876543210987654321', results: ['recipient.email matched'] },
    {
      id: 'entra',
      start: () => startEntra({ endpoint: 'organizations' }),
      inputs: { tenantId: ENTRA_TENANT_ID },
      subject: ENTRA_OBJECT_ID,
      results: ['recipient.email matched'],
    },
    {
      id: 'apple',
      start: startApple,
      subject: '001234.0123456789abcdef0123456789abcdef.0123',
      results: ['recipient.email matched'],
    },
    { id: 'github', start: startGitHub, subject: '4711001', results: ['recipient.email matched'] },
    { id: 'linkedin', start: startLinkedIn, subject: 'jD7x_tEst1', results: ['recipient.email matched'] },
    { id: 'facebook', start: startFacebook, subject: '10223456789012345', results: ['recipient.email matched'] },
    {
      id: 'vk',
      start: startVk,
      subject: '210700286',
      results: ['recipient.email matched', 'recipient.firstName matched', 'recipient.lastName matched'],
    },
    {
      id: 'france-connect',
      start: startFranceConnect,
      subject: '0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9v1',
      results: ['recipient.firstName matched', 'recipient.lastName matched'],
    },
    {
      id: 'id-austria',
      start: startIdAustria,
      subject: ID_AUSTRIA_BPK,
      results: [
        'recipient.firstName matched',
        'recipient.lastName matched',
        'certificate.identificationNumber updated',
      ],
    },
    {
      id: 'itsme',
      start: startItsme,
      inputs: { serviceCode: 'EXAMPLE_LOGIN' },
      subject: 'b6f1d7a2c9e84f3a5d0c',
      results: [
        'recipient.firstName matched',
        'recipient.lastName matched',
        'certificate.identificationNumber updated',
      ],
    },
    {
      id: 'bankid',
      start: startBankIdBroker,
      inputs: { issuer: 'https://broker.example', identityProvider: 'sebankid' },
      subject: '{5c1f2e7a-3b4d-4e5f-8a6b-7c8d9e0f1a2b}',
      results: [
        'recipient.firstName matched',
        'recipient.lastName matched',
        'certificate.identificationNumber updated',
      ],
    },
  ];

  it.each(rows)(
    'logs John Doe in, and leaves nothing for a diagnosis to complain about: $id',
    async ({ id, start, inputs = {}, subject, results }) => {
      await john.at(start());
      const saved = await john.save(id, { inputs });
      const ended = await john.logIn(saved);
      expect(ended).toMatchObject({ status: 'succeeded', sub: subject, verdicts: results, failure: null });
      expect(await john.faultsOf(saved)).toEqual([]);
    },
  );
});
