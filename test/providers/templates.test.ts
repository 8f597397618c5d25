import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { pageSchema } from '../../src/http/list.js';
import { providerTemplateSchema } from '../../src/providers/api/provider-template.schema.js';
import { fillTemplate, placeholdersOf } from '../../src/providers/templates/fill-template.js';
import type { ProviderTemplate } from '../../src/providers/templates/provider-template.js';
import { providerTemplates } from '../../src/providers/templates/provider-templates.js';
import { type SharedService, sharedTestService } from '../support/jest/shared-service.js';
import { everyNth } from '../support/range.js';
import type { ApiClient } from '../support/service/api-client.js';
import { providerIn } from './answers.js';
import { faultsOf } from './faults.js';
import { keys } from './keys.js';

/** The example of each input; a key is a real one, which no documentation should hold. */
const examplesOf = (template: ProviderTemplate): Record<string, string> => ({
  ...Object.fromEntries(template.inputs.map(({ name, example }) => [name, example])),
  ...(template.inputs.some(({ name }) => name === 'privateKey') ? { privateKey: keys.p256 } : {}),
});

const named = providerTemplates.map((template) => ({ id: template.id, template }));

describe.each(named)('the template $id', ({ template }) => {
  it('asks for exactly what its body leaves open', () => {
    expect(new Set(template.inputs.map(({ name }) => name))).toEqual(placeholdersOf(template));
  });

  it('is accepted once it is filled in', () => {
    expect(faultsOf(fillTemplate(template, examplesOf(template)))).toEqual([]);
  });

  it('cannot be filled in by half', () => {
    const [first, ...rest] = Object.entries(examplesOf(template));
    expect(first).toBeDefined();
    expect(() => fillTemplate(template, Object.fromEntries(rest))).toThrow(first![0]);
  });

  it('validates who the signer is', () => {
    expect(JSON.stringify(template.body)).toContain('"action":"validate"');
  });
});

describe('provider templates', () => {
  let service: SharedService;
  let api: ApiClient;
  beforeAll(async () => {
    service = await sharedTestService();
    api = await service.newTenant();
  });
  afterAll(async () => {
    await service.close();
  });

  const page = pageSchema(providerTemplateSchema, 'TemplatesInTest');

  it('are listed page by page and read one by one', async () => {
    const first = page.parse((await api.get('/v1/provider-templates?limit=30')).body);
    const second = page.parse((await api.get(`/v1/provider-templates?limit=30&cursor=${String(first.next)}`)).body);
    expect(second.next).toBeNull();
    expect([...first.items, ...second.items].length).toBeGreaterThanOrEqual(40);
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(providerTemplates.map(({ id }) => id));
    const github = await api.get('/v1/provider-templates/github');
    expect(providerTemplateSchema.parse(github.body)).toMatchObject({ kind: 'oauth2', title: 'GitHub' });
    expect((await api.get('/v1/provider-templates/nobody')).status).toBe(404);
  });

  it('tell the redirect URI that the saved provider will have', async () => {
    for (const { template } of everyNth(named, 4)) {
      const { body } = await api.get(`/v1/provider-templates/${template.id}`);
      const { redirectUri } = z.looseObject({ redirectUri: z.string() }).parse(body);
      const saved = await api.post('/v1/providers', fillTemplate(template, examplesOf(template)));
      expect(saved.status).toBe(201);
      expect(providerIn(saved).redirectUri).toBe(redirectUri);
      expect(providerIn(saved).warnings.map(({ code }) => code)).not.toContain('any_account_passes');
    }
  });
});
