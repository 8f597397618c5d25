import { z } from 'zod';
import { asymmetricSigningAlgorithmSchema } from '../../credentials/algorithms.schema.js';
import { encryptionSchema } from './encryption.schema.js';
import { mappingsSchema } from './mapping.schema.js';

/** `response_mode` values. Those with `jwt` are JARM (JWT Secured Authorization Response Mode). */
export const responseModes = ['query', 'form_post', 'jwt', 'query.jwt', 'form_post.jwt'] as const;
/** RFC 6749 §3.3 `scope-token`. */
export const scopeSchema = z
  .string()
  .max(200)
  .regex(
    /^[\x21\x23-\x5b\x5d-\x7e]+$/,
    'must be one scope: printable ASCII without spaces, quotes and backslashes (RFC 6749 §3.3)',
  );

export const authorizationParametersSchema = z
  .record(
    z.string().regex(/^[A-Za-z0-9._~:/-]{1,100}$/, 'must be a parameter name: letters, digits and . _ ~ : / -'),
    z.string().max(2000),
  )
  .refine((parameters) => Object.keys(parameters).length <= 32, 'must have at most 32 parameters')
  .default({})
  .meta({
    description:
      'Further parameters of the authorization request, e.g. `acr_values`, `prompt`. What the protocol or another member sets (state, nonce, redirect_uri, response_type, response_mode, client_id, scope, code_challenge*, request*, …) is refused.',
    example: { prompt: 'login' },
  });

export const requestObjectSchema = z
  .strictObject({
    signingAlgorithm: asymmetricSigningAlgorithmSchema.default('RS256').meta({
      description: 'JWS algorithm of the request object; with `private_key_jwt` it must be the same as there.',
    }),
  })
  .meta({ description: 'Send the authorization request as a signed request object (RFC 9101).' });

export const dpopSchema = z
  .strictObject({
    signingAlgorithm: asymmetricSigningAlgorithmSchema
      .default('ES256')
      .meta({ description: 'JWS algorithm of the proofs. Each attempt makes its own key pair.' }),
  })
  .meta({ description: 'Bind access tokens to a key of the attempt (DPoP, RFC 9449).' });

const claimRequests = z.record(z.string().min(1).max(200), z.json());

export const claimsRequestSchema = z
  .strictObject({
    id_token: claimRequests.optional().meta({ description: 'Claims asked for in the ID token.' }),
    userinfo: claimRequests.optional().meta({ description: 'Claims asked for at the UserInfo endpoint.' }),
  })
  .refine((request) => JSON.stringify(request).length <= 8192, 'must be at most 8,192 characters as JSON')
  .meta({
    description: 'The `claims` parameter (OpenID Connect Core §5.5), as it is sent.',
    example: { id_token: { email: { essential: true } } },
  });

export const authorizationResponseSchema = z.strictObject({
  signingAlgorithms: z
    .array(asymmetricSigningAlgorithmSchema)
    .min(1)
    .max(20)
    .default(['RS256'])
    .meta({ description: 'Accepted `alg` of the response JWT. Matters only with a `jwt` response mode (JARM).' }),
  encryption: encryptionSchema
    .nullable()
    .default(null)
    .meta({ description: 'Set when the response JWT is encrypted (JARM).' }),
  mappings: mappingsSchema.meta({
    description:
      "Mappings on members of the authorization response itself (Apple's `user`). Without JARM they are not signed and pass through the signer's browser, so `validate` is refused.",
  }),
});

export const tokenResponseSchema = z.strictObject({
  mappings: mappingsSchema.meta({ description: "Mappings on members of the token response (VK's `email`)." }),
});
