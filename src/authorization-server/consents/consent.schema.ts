import { z } from 'zod';
import { listQueryShape } from '../../http/list.js';
import type { Consent } from './consent.js';

export const consentSchema = z
  .strictObject({
    id: z.uuid(),
    clientId: z.string(),
    userId: z.uuid().nullable().meta({
      description: 'null: given by an administrator, for every user who may do nothing that the administrator may not.',
    }),
    resource: z.string().meta({ description: 'The audience; names of scopes mean nothing outside it.' }),
    scopes: z.array(z.string()),
    givenBy: z.strictObject({ type: z.string(), id: z.string() }),
    givenAt: z.iso.datetime(),
  })
  .meta({ id: 'Consent' });

export const newConsentSchema = z
  .strictObject({
    clientId: z.string().min(1).max(200),
    scopes: z.array(z.string().min(1).max(200)).min(1).max(200),
    resource: z.string().max(2000).optional().meta({ description: 'Default: this API.' }),
  })
  .meta({ id: 'NewConsent', description: 'A consent for the users of the tenant.' });

export type NewConsent = z.output<typeof newConsentSchema>;

export const consentQuerySchema = z.strictObject({
  ...listQueryShape,
  clientId: z.string().max(200).optional().meta({ description: 'Only those of this client.' }),
  userId: z.uuid().optional().meta({ description: 'Only those of this user.' }),
});

export type ConsentQuery = z.output<typeof consentQuerySchema>;

export const showConsent = ({ id, clientId, userId, resource, scopes, givenBy, givenAt }: Consent) => ({
  id,
  clientId,
  userId,
  resource,
  scopes: [...scopes],
  givenBy: { type: givenBy.type, id: givenBy.id },
  givenAt: givenAt.toISOString(),
});
