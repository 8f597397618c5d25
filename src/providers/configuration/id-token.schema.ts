import { z } from 'zod';
import { signingAlgorithmSchema } from '../../credentials/algorithms.schema.js';
import { encryptionSchema } from './encryption.schema.js';
import { mappingsSchema } from './mapping.schema.js';

/** Checks of the ID token policy that an admin may give up by name. Each is a warning on the provider and an audit fact. */
const idTokenExceptions = ['extra-audience', 'foreign-azp', 'stale-iat', 'long-lifetime', 'any-typ'] as const;
export type IdTokenException = (typeof idTokenExceptions)[number];

const validate = z
  .strictObject({
    issuer: z.boolean().default(true).meta({ description: '`iss` must be exactly the issuer.' }),
    audience: z.boolean().default(true).meta({ description: '`aud` must contain the client id, and no stranger.' }),
    expiration: z.boolean().default(true).meta({ description: '`exp` must be there and ahead, by at most 24 hours.' }),
    notBefore: z.boolean().default(true).meta({ description: '`nbf`, where there is one, must have passed.' }),
    issuedAt: z.boolean().default(true).meta({ description: '`iat` must be there, past, and at most 10 minutes old.' }),
  })
  .meta({
    description: 'Checks that can be turned off one by one. The signature is verified always. Default: all on.',
  });

/** How the ID token is verified and mapped (OpenID Connect Core §3.1.3.7). */
export const idTokenSchema = z
  .strictObject({
    signingAlgorithms: z
      .array(signingAlgorithmSchema)
      .min(1)
      .max(20)
      .default(['RS256'])
      .meta({ description: 'The only accepted `alg` values, whatever the provider advertises. Default: `["RS256"]`.' }),
    clockToleranceSeconds: z
      .int()
      .min(0)
      .max(300)
      .default(30)
      .meta({ description: 'Tolerated difference between the clocks, in seconds. Default 30, at most 300.' }),
    useNonce: z.boolean().default(true).meta({
      description:
        'Send a `nonce` and require it in the ID token. Turn off only for providers that drop it (LinkedIn).',
    }),
    validate: validate.default(() => validate.parse({})),
    exceptions: z.array(z.enum(idTokenExceptions)).max(idTokenExceptions.length).default([]).meta({
      description:
        'Named exceptions from the policy: `extra-audience` (a stranger in `aud`), `foreign-azp`, `stale-iat` (older than 10 minutes), `long-lifetime` (`exp` more than 24 hours ahead), `any-typ`. Default: none.',
    }),
    encryption: encryptionSchema
      .nullable()
      .default(null)
      .meta({ description: 'Set when the ID token is an encrypted JWT (JWE); null refuses one.' }),
    mappings: mappingsSchema,
  })
  .meta({ description: 'How the ID token is verified and mapped. Only for kind `oidc`.' });

export type IdToken = z.output<typeof idTokenSchema>;
