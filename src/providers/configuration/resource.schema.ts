import { z } from 'zod';
import { asymmetricSigningAlgorithmSchema } from '../../credentials/algorithms.schema.js';
import { uriSchema } from '../../http/uri.schema.js';
import { encryptionSchema } from './encryption.schema.js';
import { mappingsSchema } from './mapping.schema.js';

/** Query parameters that may carry the access token, and `none` for the Authorization header alone. */
const tokenParameters = ['oauth_token', 'oauth2_access_token', 'access_token', 'bearer', 'none'] as const;
export type TokenParameter = (typeof tokenParameters)[number];

/** What of a resource's body is kept as evidence, encrypted: all of it, the mapped values only, or its digest only. */
const retentions = ['all', 'mapped', 'digest'] as const;

export const maximumResources = 5;

const resourceNameSchema = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/,
    'must be 1 to 63 of the characters A-Z a-z 0-9 . _ - and start with a letter or digit',
  );

/** One resource URI: a document about the signer that is fetched with the access token (HTTP GET). */
export const resourceSchema = z
  .strictObject({
    name: resourceNameSchema.meta({
      description: 'Names the source of its claims: `resource:<name>`. Unique in the provider.',
    }),
    type: z.enum(['document', 'userinfo']).default('document').meta({
      description:
        "`userinfo` (OpenID Connect Core §5.3): its `sub` must equal the ID token's. A URI that discovery names as UserInfo endpoint is treated as `userinfo` always.",
    }),
    uri: uriSchema.nullable().default(null).meta({
      description: 'Where it is fetched. May be left null for `userinfo` when discovery is on.',
    }),
    tokenParameter: z.enum(tokenParameters).default('none').meta({
      description:
        "Query parameter that carries the access token. It leaks tokens into the provider's logs: prefer `none`, which uses the Authorization header only. Default `none`.",
    }),
    required: z.boolean().default(true).meta({ description: 'Whether the login fails when it cannot be fetched.' }),
    retain: z.enum(retentions).default('all').meta({
      description: 'What is kept as evidence, encrypted: `all`, `mapped` values, or the salted `digest` only.',
    }),
    signingAlgorithms: z.array(asymmetricSigningAlgorithmSchema).max(20).default([]).meta({
      description:
        'Not empty: the answer must be a signed JWT (`application/jwt`, `application/jose`) with one of these `alg` values. Only for `userinfo`.',
    }),
    encryption: encryptionSchema.nullable().default(null).meta({
      description: 'Set when the answer is a signed-then-encrypted JWT. Only for `userinfo`, with `signingAlgorithms`.',
    }),
    mappings: mappingsSchema,
  })
  .meta({ description: 'A resource URI: JSON about the signer, fetched with the access token.' });

export type Resource = z.output<typeof resourceSchema>;
