import { z } from 'zod';
import { clientAuthenticationRequestSchema, privateKeyTextSchema } from './credential.schema.js';
import { idTokenSchema } from './id-token.schema.js';
import { commonMembers, dependentMembers } from './provider-members.js';

/**
 * The body of `POST /v1/providers` and `PUT /v1/providers/{name}`. It judges each member by itself; what members mean
 * together is judged by `parseProviderRequest`, which MUST be used for bodies that come in.
 */
export const providerRequestSchema = z
  .strictObject({
    ...commonMembers,
    displayName: dependentMembers.displayName.optional(),
    scopes: dependentMembers.scopes.optional(),
    issuer: dependentMembers.issuer.optional(),
    discovery: dependentMembers.discovery.optional(),
    subject: dependentMembers.subject.nullable().optional(),
    clientAuthentication: clientAuthenticationRequestSchema,
    idToken: idTokenSchema.nullable().optional(),
    decryptionKey: privateKeyTextSchema.optional().meta({
      description:
        'Your own key for encrypted tokens: PKCS#8 PEM, or a JWK as JSON text. Without it a key pair is generated where `encryption` asks for one. Write-only.',
      writeOnly: true,
    }),
  })
  .meta({ id: 'ProviderRequest', description: 'An identity provider as an admin configures it.' });

export type ProviderRequest = z.output<typeof providerRequestSchema>;
