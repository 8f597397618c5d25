import { z } from 'zod';
import {
  clientAuthenticationMethods,
  clientCredentialsShape,
  endpointShape,
  jwtBearerShape,
  mutualTlsShape,
  ownerSchema,
  serverCertificateShape,
  storedSecretSchema,
} from './external-authentication.schema.js';
import { matchKinds } from './target-url.js';

const valuesSchema = z.array(z.strictObject({ name: z.string(), value: storedSecretSchema }));
const mutualTlsSchema = z.strictObject(mutualTlsShape).nullable();
const serverCertificateSchema = z.strictObject(serverCertificateShape).nullable();

const shownTokenMembers = {
  clientAuthenticationMethod: z.enum(clientAuthenticationMethods),
  useBasicAuthentication: z.boolean(),
  clientSecret: storedSecretSchema.optional(),
  privateKey: storedSecretSchema.optional(),
  publicJwk: z
    .record(z.string(), z.unknown())
    .optional()
    .meta({ description: 'Public half of the key of assertions: register it at the server.' }),
  headers: valuesSchema,
  formValues: valuesSchema,
  mutualTls: mutualTlsSchema,
  serverCertificate: serverCertificateSchema,
};

const authenticationWarningSchema = z
  .strictObject({ code: z.string(), path: z.string(), message: z.string() })
  .meta({ id: 'ExternalAuthenticationWarning' });
export type AuthenticationWarning = z.output<typeof authenticationWarningSchema>;

/** An external authentication as the API answers it: secrets as `{"set": true}`. */
export const externalAuthenticationSchema = z
  .strictObject({
    id: z.uuid(),
    revision: z.int().min(1).meta({ description: 'Its `ETag` is `"<revision>"`.' }),
    revisionHash: z.string().meta({ description: 'SHA-256 (hex) of the canonical configuration, without secrets.' }),
    url: endpointShape.url,
    match: z.enum(matchKinds),
    mutualTls: mutualTlsSchema,
    serverCertificate: serverCertificateSchema,
    headers: valuesSchema,
    oAuthConfiguration: z
      .strictObject({
        clientCredentialsConfig: z.strictObject({ ...clientCredentialsShape, ...shownTokenMembers }).optional(),
        jwtBearerConfig: z.strictObject({ ...jwtBearerShape, ...shownTokenMembers }).optional(),
      })
      .nullable(),
    owner: ownerSchema,
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    warnings: z.array(authenticationWarningSchema).meta({ description: 'What is allowed but should be known.' }),
  })
  .meta({ id: 'ExternalAuthentication' });

export type ExternalAuthenticationAnswer = z.output<typeof externalAuthenticationSchema>;

const matchedSchema = z.strictObject({ id: z.uuid(), url: z.string(), match: z.enum(matchKinds), revision: z.int() });

/** Which external authentication is for a URL, and why. */
export const matchSchema = z
  .strictObject({
    url: z.string().meta({ description: 'As it is compared: normalised, without query and fragment.' }),
    externalAuthentication: matchedSchema.nullable().meta({ description: 'The one that is applied; null: none.' }),
    reason: z.enum(['exact', 'longest_prefix', 'none']),
    explanation: z.string(),
    others: z.array(matchedSchema).meta({ description: 'Those that match too and are not applied, in their order.' }),
  })
  .meta({ id: 'ExternalAuthenticationMatch' });

export type MatchAnswer = z.output<typeof matchSchema>;
