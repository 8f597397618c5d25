import { z } from 'zod';
import type { ProviderRevision } from '../provider.js';
import { writtenConfigurationSchema } from '../provider-configuration.js';

export const revisionSchema = z
  .strictObject({
    revision: z.int().min(1),
    revisionHash: z
      .string()
      .meta({ description: 'SHA-256 (hex) of `configuration` as it was written, as canonical JSON (RFC 8785).' }),
    change: z
      .enum(['created', 'replaced', 'enabled', 'disabled', 'metadata_approved'])
      .meta({ description: 'Why there is this revision.' }),
    actor: z.strictObject({ type: z.string(), id: z.string() }).meta({ description: 'Who made it.' }),
    createdAt: z.iso.datetime(),
    configuration: writtenConfigurationSchema.meta({
      description: 'Immutable; without credentials, and without members that came to the product later.',
    }),
  })
  .meta({ id: 'ProviderRevision' });

/** A revision number in a URL. */
export const revisionNumberSchema = z
  .string()
  .regex(/^[1-9][0-9]{0,8}$/)
  .transform(Number);

export const showRevision = (revision: ProviderRevision): z.input<typeof revisionSchema> => ({
  revision: revision.number,
  revisionHash: revision.hash,
  change: revision.change,
  actor: revision.actor,
  createdAt: revision.createdAt.toISOString(),
  configuration: revision.written,
});
