import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { expectedValues } from '../../src/claims/expected-values.js';
import { judgeMappings } from '../../src/claims/judge-mappings.js';
import type { CompletedTrip } from '../../src/federation/trip.js';
import { mappingsOf } from '../../src/providers/mappings-of.js';
import { ProviderDirectory } from '../../src/providers/provider-directory.js';
import type { ProviderForTrip } from '../../src/providers/provider-for-trip.js';
import { fillTemplate } from '../../src/providers/templates/fill-template.js';
import { providerTemplates } from '../../src/providers/templates/provider-templates.js';
import { type FederationUnderTest, federationUnderTest } from '../federation/support/federation-under-test.js';
import { completed, REDIRECT_URI, walk } from '../federation/support/walk.js';
import {
  type ClientKeys,
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
import type { ApiClient } from '../support/service/api-client.js';
import { startTestService, type TestService } from '../support/service.js';
import { providerIn } from './answers.js';

const john = { email: 'john@example.com', firstName: 'John', lastName: 'Doe' };

describe('a provider made from a template', () => {
  let service: TestService;
  let api: ApiClient;
  let tenantId: string;
  let tested: FederationUnderTest;
  let persona: Persona;

  beforeAll(async () => {
    service = await startTestService();
    api = await service.newTenant('acme');
    const rows: { id: string }[] = await service.app.get(DataSource).query(`SELECT id FROM tenant WHERE name = 'acme'`);
    tenantId = rows[0]!.id;
  });
  afterAll(async () => {
    await service.close();
  });
  beforeEach(() => {
    tested = federationUnderTest();
  });
  afterEach(async () => {
    await tested.close();
    await persona.close();
  });

  /** Saves the template as an admin would: with the persona's credentials, at the persona's address. */
  async function saved(id: string, inputs: Record<string, string> = {}, name = id): Promise<ProviderForTrip> {
    const template = providerTemplates.find((candidate) => candidate.id === id);
    if (template === undefined) throw new Error(`There is no template ${id}`);
    const { method: _method, ...credential } = persona.clientAuthentication;
    const body = fillTemplate(template, { clientId: persona.clientId, ...credential, ...inputs });
    const relocated = JSON.stringify({ ...(persona.relocate(body) as object), name });
    // The persona of Entra stands at `common`; where the template asks it, at `organizations`, is Microsoft's.
    const answer = await api.post('/v1/providers', relocated.replace('/{tenantid}/', '/common/'));
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
    const provider = await service.app
      .get(ProviderDirectory, { strict: false })
      .forTrip(tenantId, providerIn(answer).id);
    if (provider === null) throw new Error('A provider that was saved can be used');
    return provider;
  }

  async function login(provider: ProviderForTrip): Promise<CompletedTrip> {
    persona.registerRedirectUri(REDIRECT_URI);
    return completed(
      await walk(tested, provider, {
        atProvider: async (browser) => {
          await persona.passLogin(browser);
          return browser.page;
        },
      }),
    );
  }

  /** The result of each mapping for John Doe. */
  const resultsOf = (provider: ProviderForTrip, trip: CompletedTrip) =>
    judgeMappings({
      sources: trip.sources,
      mappings: mappingsOf(provider.configuration),
      recipient: john,
      expected: expectedValues(john, [], {}),
    }).verdicts.map(({ target, result }) => `${target} ${result}`);

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
      start: startEntra,
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

  it.each(rows)('logs John Doe in: $id', async ({ id, start, inputs, subject, results }) => {
    persona = await start();
    const provider = await saved(id, inputs);
    const trip = await login(provider);
    expect(trip.subject.sub).toBe(subject);
    expect(resultsOf(provider, trip)).toEqual(results);
  });

  it('logs John Doe in: itsme, with the keys that we publish', async () => {
    const itsme = await startItsme();
    persona = itsme;
    itsme.setClientKeys(async () => {
      const answer = await fetch(`${service.url}/v1/tenants/acme/jwks.json`);
      return (await answer.json()) as Awaited<ReturnType<ClientKeys>>;
    });
    const provider = await saved('itsme', { serviceCode: 'EXAMPLE_LOGIN' });
    const trip = await login(provider);
    expect(trip.subject.sub).toBe('b6f1d7a2c9e84f3a5d0c');
    expect(resultsOf(provider, trip)).toEqual([
      'recipient.firstName matched',
      'recipient.lastName matched',
      'certificate.identificationNumber updated',
    ]);
  });

  it('refuses an account of a directory that the Entra template does not list', async () => {
    persona = await startEntra({ tenantId: '00000000-1111-4222-8333-444444444444' });
    const provider = await saved('entra', { tenantId: ENTRA_TENANT_ID }, 'entra-of-one-directory');
    const outcome = await walk(tested, provider);
    expect(outcome).toMatchObject({ kind: 'failed', failure: { code: 'id_token.issuer_mismatch' } });
  });
});
