import { z } from 'zod';
import { pageSchema } from '../../http/list.js';

const inputSchema = z.strictObject({
  name: z.string().meta({ description: 'Stands in the body as `{{name}}`.' }),
  title: z.string(),
  whereToFind: z.string().meta({ description: 'Where an admin finds it at the provider.' }),
  example: z.string(),
  secret: z.boolean(),
});

export const providerTemplateSchema = z
  .strictObject({
    id: z.string(),
    title: z.string(),
    kind: z.enum(['oidc', 'oauth2']),
    summary: z.string(),
    documentation: z.url().meta({ description: "The provider's own documentation." }),
    inputs: z.array(inputSchema).meta({ description: 'What an admin has to fill in.' }),
    steps: z.array(z.string()).meta({ description: 'What to do at the provider, in order.' }),
    remarks: z.array(z.string()).meta({ description: 'What is peculiar about the provider.' }),
    assumed: z.array(z.string()).meta({
      description: 'What the documentation leaves open and the body takes for granted; check it with a test login.',
    }),
    detected: z
      .strictObject({
        issuer: z.string().meta({ description: 'As the metadata write it; stands in the body where it asks for one.' }),
        recognisedBy: z
          .array(z.string())
          .meta({ description: 'The members of the metadata that gave the product away.' }),
      })
      .optional()
      .meta({ description: 'Only where templates were asked for with `detect`.' }),
    redirectUri: z.url().meta({ description: 'To be registered at the provider while the name of the body is kept.' }),
    body: z
      .record(z.string(), z.unknown())
      .meta({ description: 'Body of `POST /v1/providers`, with `{{name}}` for each input.' }),
  })
  .meta({ id: 'ProviderTemplate' });

export const providerTemplatePageSchema = pageSchema(providerTemplateSchema, 'ProviderTemplatePage')
  .extend({
    detected: z
      .strictObject({
        issuer: z.string().meta({ description: 'As the metadata write it.' }),
        signingAlgorithms: z.array(z.string()).nullable().meta({
          description:
            'For `idToken.signingAlgorithms` of a body without a template: what the metadata announce, where RS256, the default, is not among it. null: leave them out.',
        }),
      })
      .optional()
      .meta({ description: 'What was read of the provider, whatever its product. Only with `detect`.' }),
  })
  .meta({ id: 'ProviderTemplatePage' });
