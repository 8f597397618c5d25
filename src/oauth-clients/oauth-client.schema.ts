import { z } from 'zod';
import { authenticationMethods, clientGrants, signingAlgorithms } from '../access/oauth-client-terms.js';
import { scopes as apiScopes, protocolScopes } from '../access/scope.js';
import { subjectForms } from '../certificates/subject-forms.js';
import { clientKeySchema, generateKeySchema } from './client-key.schema.js';

/** `client_id` in a path. */
export const clientIdSchema = z.string().min(1).max(200);

const subjectSchema = z.string().min(1).max(1000).optional();

const authenticationSchema = z
  .strictObject({
    method: z.enum(authenticationMethods).meta({
      description:
        '`client_secret_basic` and `client_secret_post`: a secret made here; `private_key_jwt`: a key of `keys`; `tls_client_auth`: a certificate of an authority, with exactly one of the members that name it; `self_signed_tls_client_auth`: a certificate in `x5c` of a key; `none`: a public client.',
    }),
    ...(Object.fromEntries(subjectForms.map((form) => [form, subjectSchema])) as Record<
      (typeof subjectForms)[number],
      typeof subjectSchema
    >),
  })
  .meta({ id: 'OAuthClientAuthentication' });

const tokensShape = {
  bound: z.enum(['none', 'certificate', 'dpop']).default('none').meta({
    description: 'What access tokens are bound to (RFC 8705 §3, RFC 9449).',
  }),
  format: z.enum(['jwt', 'opaque']).default('jwt').meta({
    description: 'Tokens that live longer than an hour are opaque, unless they are for this API alone.',
  }),
  accessSeconds: z.int().min(60).max(86_400).nullable().default(null).meta({
    description:
      'How long access tokens live; null: an hour, or eight hours for users who have consented. The JWT Grant never gives more than an hour.',
  }),
  refresh: z.boolean().optional().meta({
    description: 'Whether users’ tokens are refreshed, to 30 days in all. Default: true with `authorization_code`.',
  }),
  idTokenSignedResponseAlg: z.enum(signingAlgorithms).default('ES256').meta({
    description:
      'What ID tokens are signed by: RS256 for libraries that know no other. Access tokens are ES256 always.',
  }),
};

const scopeSchema = z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/, 'must be a scope (RFC 6749 §3.3)');

const namedShape = {
  name: z.string().trim().min(1).max(100).meta({ description: 'Shown to users who consent. Unique in the tenant.' }),
  integration: z.enum(['system', 'per-user']).optional().meta({
    description:
      '`system`: acts for itself, or for users by the JWT Grant. `per-user`: each user lets it act for them. Default: as the grants are.',
  }),
  grants: z.array(z.enum(clientGrants)).min(1).max(clientGrants.length),
  redirectUris: z.array(z.string().max(2000)).max(20).default([]).meta({
    description:
      'https, compared as text; http on a loopback address with any port for applications on the user’s device.',
  }),
  scopes: z
    .array(scopeSchema)
    .max(200)
    .default([])
    .meta({
      description: `Rights of the API (${apiScopes.slice(0, 3).join(', ')}, …), ${protocolScopes.join(', ')}, or scopes of an API of the tenant.`,
    }),
  tokens: z
    .strictObject(tokensShape)
    .default({ bound: 'none', format: 'jwt', accessSeconds: null, idTokenSignedResponseAlg: 'ES256' }),
  owner: z.uuid().nullable().default(null).meta({
    description: 'The user who is told when the client stops working; null: the administrators.',
  }),
};

/** A client as it is created or replaced. */
export const oauthClientRequestSchema = z
  .strictObject({
    ...namedShape,
    authentication: authenticationSchema.optional(),
    keys: z.array(clientKeySchema).max(10).optional().meta({
      description: 'Public keys; left out: those that are stored stay.',
    }),
    generateKey: generateKeySchema.optional(),
    enabled: z.boolean().optional().meta({
      description: 'Left out: true when it is created, and as it is when it is replaced.',
    }),
  })
  .meta({ id: 'OAuthClientRequest' });

export type OAuthClientRequest = z.output<typeof oauthClientRequestSchema>;

const secretSchema = z.strictObject({
  id: z.uuid(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso
    .datetime()
    .nullable()
    .meta({ description: 'When it stops working because another one took its place.' }),
});

/** A client as answers show it. */
export const oauthClientSchema = z
  .strictObject({
    clientId: z.string(),
    revision: z.int().min(1).meta({ description: 'Its `ETag` is `"<revision>"`.' }),
    name: z.string(),
    integration: z.enum(['system', 'per-user']),
    grants: z.array(z.enum(clientGrants)),
    redirectUris: z.array(z.string()),
    scopes: z.array(z.string()),
    authentication: authenticationSchema,
    tokens: z.strictObject({ ...tokensShape, refresh: z.boolean() }),
    owner: z.uuid().nullable(),
    enabled: z.boolean().meta({ description: 'Whether it gets tokens, and its tokens count.' }),
    keys: z.array(
      z.looseObject({
        kid: z.string(),
        kty: z.string(),
        setAt: z.iso.datetime().meta({ description: 'When it was added.' }),
      }),
    ),
    secrets: z.array(secretSchema).meta({ description: 'Those that work now, the newest first; never their values.' }),
    createdBy: z.strictObject({ type: z.string(), id: z.string() }),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    clientSecret: z.string().optional().meta({ description: 'Shown only now; it is stored as a hash.' }),
    privateKeyShownOnce: z
      .string()
      .optional()
      .meta({ description: 'PKCS#8 PEM. Shown only now; it is stored nowhere.' }),
  })
  .meta({ id: 'OAuthClient' });

export type OAuthClientAnswer = z.input<typeof oauthClientSchema>;

export const rotateSecretSchema = z
  .strictObject({
    overlapSeconds: z.int().min(0).max(2_592_000).default(0).meta({
      description: 'How long the secret that works now still does. At most two work at once.',
    }),
  })
  .meta({ id: 'RotateOAuthClientSecret' });

export const addKeySchema = z
  .strictObject({ key: clientKeySchema.optional(), generateKey: generateKeySchema.optional() })
  .refine(
    ({ key, generateKey }) => (key === undefined) !== (generateKey === undefined),
    'expected either key or generateKey',
  )
  .meta({ id: 'AddOAuthClientKey' });
