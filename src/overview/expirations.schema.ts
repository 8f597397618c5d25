import { z } from 'zod';
import { wholeNumber } from '../config/whole-number.js';

/** Query of `GET /v1/expirations`. */
export const expirationsQuerySchema = z.strictObject({
  withinDays: wholeNumber(1, 3_650)
    .default(90)
    .meta({ description: 'Everything that expires within so many days, or has expired and is still in use.' }),
});

const kindSchema = z.enum([
  'provider_credential',
  'provider_trust',
  'client_certificate',
  'external_authentication',
  'api_key',
  'oauth_client_certificate',
  'client_certificate_authority',
  'deployment_certificate',
]);

const expirationSchema = z
  .object({
    kind: kindSchema.meta({ description: 'What expires. Kinds that the caller may not read are left out.' }),
    id: z.uuid().meta({
      description:
        'Of the provider, client certificate, external authentication, API key or client; of what belongs to the whole tenant or deployment that of the tenant.',
    }),
    name: z.string().meta({
      description: 'Of an external authentication its URL, of an authority its subject, of the deployment the setting.',
    }),
    part: z.string().nullable().meta({
      description:
        'Which part of it, e.g. `client_secret` or `$.trust.ca`; null: the whole. Of an authority its place in `GET /v1/settings/mutual-tls`.',
    }),
    expiresAt: z.iso.datetime(),
    expired: z.boolean(),
  })
  .meta({ id: 'Expiration' });

export const expirationsSchema = z
  .object({
    items: z.array(expirationSchema).meta({ description: 'The soonest first.' }),
    failed: z.array(kindSchema).meta({
      description:
        'Kinds that could not be read, so that nothing of them is among `items` whatever expires; why stands in the log. Empty unless something is wrong.',
    }),
  })
  .meta({ id: 'Expirations' });

/** Something in use that ends by itself, with its end as a `Date`. */
export type Expiring = Omit<z.output<typeof expirationSchema>, 'expiresAt' | 'expired'> & { readonly expiresAt: Date };
