import { z } from 'zod';
import { partKinds } from './configuration-part.js';

/** Names the format of the file, so that a later one can be told from it. */
export const FILE_FORMAT = 'countersign-configuration/1';

const MOST = 1_000;

const things = (what: string) =>
  z
    .array(z.record(z.string(), z.json()), { error: 'expected a list of objects' })
    .max(MOST)
    .default([])
    .meta({ description: `Bodies as PUT takes them of ${what}. What is left out stays as it is.` });

export const configurationFileSchema = z
  .strictObject({
    format: z.literal(FILE_FORMAT, { error: `expected ${FILE_FORMAT}` }),
    exportedAt: z.iso.datetime().optional().meta({ description: 'When it was written. Not read.' }),
    tenant: z.string().optional().meta({ description: 'Whose it was. Not read: it may be moved to another tenant.' }),
    leftOut: z
      .array(z.enum(partKinds))
      .optional()
      .meta({ description: 'Kinds that whoever exported it may not read. Not read.' }),
    roles: things('own roles, with their `name`'),
    externalAuthentications: things('external authentications'),
    providers: things('providers'),
    listeners: things('listeners'),
  })
  .meta({ id: 'ConfigurationFile', description: 'What a tenant is configured to, without any secret.' });

export type ConfigurationFile = z.output<typeof configurationFileSchema>;

const faultSchema = z.object({ path: z.string(), message: z.string() });

const plannedShape = {
  kind: z.enum(partKinds),
  index: z.int().meta({ description: 'Place in the list of its kind.' }),
  key: z.string().nullable().meta({ description: 'Name, or URL and match; null when the body has none.' }),
  change: z.enum(['create', 'replace', 'none']),
};

export const previewSchema = z
  .object({
    applicable: z
      .boolean()
      .meta({ description: 'Whether a PUT of the file would be tried: it has no faults and every secret.' }),
    items: z.array(
      z.object({
        ...plannedShape,
        differences: z
          .array(z.object({ path: z.string(), before: z.json(), after: z.json() }))
          .meta({ description: 'Member by member; a thing that is new has none. Secrets are compared with nothing.' }),
        secretsNeeded: z
          .array(faultSchema)
          .meta({ description: 'What has to be entered into the file: JSON paths from its root.' }),
        faults: z.array(faultSchema).meta({ description: 'JSON paths from the root of the file.' }),
      }),
    ),
  })
  .meta({ id: 'ConfigurationPreview' });

export const appliedSchema = z
  .object({
    items: z.array(
      z.object({
        ...plannedShape,
        result: z.enum(['done', 'failed', 'unchanged']),
        problem: z
          .object({ code: z.string(), detail: z.string(), errors: z.array(faultSchema) })
          .nullable()
          .meta({ description: 'Why it failed; the others were applied all the same.' }),
      }),
    ),
  })
  .meta({ id: 'AppliedConfiguration' });

export type ConfigurationPreview = z.output<typeof previewSchema>;
export type AppliedConfiguration = z.output<typeof appliedSchema>;
