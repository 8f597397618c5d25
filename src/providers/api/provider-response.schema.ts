import { z } from 'zod';
import { clientAuthenticationResponseSchema, storedSecretSchema } from '../configuration/credential.schema.js';
import { idTokenSchema } from '../configuration/id-token.schema.js';
import { commonMembers, dependentMembers } from '../configuration/provider-members.js';
import { warningSchema } from '../warnings/provider-warning.schema.js';

/** A provider as the API answers it: the configuration, what is stored of its credentials, and what the service adds. */
export const providerResponseSchema = z
  .strictObject({
    id: z.uuid().meta({ description: 'Identifies the provider in events and outcomes.' }),
    revision: z.int().min(1).meta({ description: 'Number of this immutable revision; its `ETag` is `"<revision>"`.' }),
    revisionHash: z.string().meta({ description: 'SHA-256 (hex) of the canonical configuration of this revision.' }),
    ...commonMembers,
    ...dependentMembers,
    clientAuthentication: clientAuthenticationResponseSchema,
    idToken: idTokenSchema.nullable(),
    decryptionKey: storedSecretSchema,
    redirectUri: z.url().meta({ description: 'Register this redirect URI at the provider. Read-only.' }),
    logonUrl: z.url().nullable().meta({
      description: 'People of the tenant log in here directly; null unless `usage` has `user`. Read-only.',
    }),
    pinnedOrigins: z.record(z.string(), z.string()).nullable().meta({
      description:
        'Origins of the endpoints as the first discovery found them; null before it. A change needs approval.',
    }),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    warnings: z.array(warningSchema).meta({ description: 'What is allowed but should be known.' }),
  })
  .meta({ id: 'Provider' });

export type ProviderResponse = z.output<typeof providerResponseSchema>;
