import { z } from 'zod';
import { issuerSchema, uriSchema } from '../../http/uri.schema.js';
import {
  authorizationParametersSchema,
  authorizationResponseSchema,
  claimsRequestSchema,
  dpopSchema,
  requestObjectSchema,
  responseModes,
  scopeSchema,
  tokenResponseSchema,
} from './authorization.schema.js';
import {
  assuranceSchema,
  customFieldSchema,
  displayNameSchema,
  subjectSchema,
  trustSchema,
} from './identity.schema.js';
import { leniencySchema } from './leniency.schema.js';
import { maximumResources, resourceSchema } from './resource.schema.js';

const optionalUri = (description: string) => uriSchema.nullable().default(null).meta({ description });

/** A provider's name: part of URLs and of its redirect URI, case-sensitive, immutable. */
export const providerNameSchema = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/,
    'must be 1 to 63 of the characters A-Z a-z 0-9 . _ - and start with a letter or digit',
  )
  .meta({
    description: 'Unique in the tenant, case-sensitive, immutable, never reused. Part of the redirect URI.',
    example: 'id-austria',
  });

/** Who logs in at a provider: signers of envelopes, people of the tenant, or both. */
const providerUsages = ['signer', 'user'] as const;
export type ProviderUsage = (typeof providerUsages)[number];

/** Members of the provider body that the rules between members read as a whole. */
export const plainMembers = {
  name: providerNameSchema,
  kind: z.enum(['oidc', 'oauth2']).meta({
    description:
      '`oidc`: identity data are the claims of a signed ID token. `oauth2`: they are documents fetched from resource URIs.',
  }),
  enabled: z.boolean().default(true).meta({ description: 'Whether signers may use it. Default true.' }),
  usage: z
    .array(z.enum(providerUsages))
    .min(1)
    .max(providerUsages.length)
    .refine((usages) => new Set(usages).size === usages.length, 'must name each once')
    .default(['signer'])
    .meta({
      description:
        'Who logs in at it: `signer`, for envelopes, and `user`, people of the tenant. Taking one away ends logins of that sort that are under way.',
    }),
  showOnLoginPage: z.boolean().default(false).meta({
    description:
      'Whether the login page offers it to everybody; people can always use `logonUrl`. For `usage` `user` only. Default false.',
  }),
  legacyName: z.string().trim().min(1).max(200).nullable().default(null).meta({
    description: 'Another name, any text, by which the envelope JSON may refer to this provider. Unique in the tenant.',
  }),
  clientId: z.string().min(1).max(500).meta({ description: 'Our client id at the provider (RFC 6749 §2.2).' }),
  authorizationParameters: authorizationParametersSchema,
  authorizationUri: optionalUri('Authorization endpoint. null: from discovery.'),
  tokenUri: optionalUri('Token endpoint. null: from discovery.'),
  jwksUri: optionalUri(
    "The provider's JWK set, or the OpenID Federation entity configuration that holds it. null: from discovery.",
  ),
  logoutUri: optionalUri('End session endpoint. null: from discovery, where there is one.'),
  pushedAuthorizationRequestUri: optionalUri('Pushed authorization request endpoint. null: from discovery.'),
  usePkce: z.boolean().default(true).meta({
    description: 'Send a PKCE challenge (S256, RFC 7636). Turn off only for servers that reject `code_verifier`.',
  }),
  responseMode: z.enum(responseModes).nullable().default(null).meta({
    description: '`response_mode` to ask for; the `jwt` ones are JARM. null: not sent, the answer comes in the query.',
  }),
  usePushedAuthorizationRequests: z.boolean().default(false).meta({
    description: 'Push the authorization request from server to server first (PAR, RFC 9126). Default false.',
  }),
  requestObject: requestObjectSchema.nullable().default(null).meta({
    description: 'Set to send a signed request object (JAR, RFC 9101). null: plain parameters.',
  }),
  dpop: dpopSchema.nullable().default(null).meta({
    description: 'Set to bind access tokens to a key of ours (DPoP, RFC 9449). null: bearer tokens.',
  }),
  claimsRequest: claimsRequestSchema.nullable().default(null).meta({
    description: 'The `claims` parameter (OpenID Connect Core §5.5). null: not sent.',
  }),
  useLoginHint: z.boolean().default(false).meta({
    description:
      "Send the recipient's e-mail address as `login_hint`. It tells the provider who is asked to sign. Default false.",
  }),
  useLogout: z.boolean().default(false).meta({
    description:
      'Send the signer after the outcome, and a user who logs out, to the end session endpoint (RP-initiated logout). The provider has to know `<PUBLIC_URL>/signed-out` as a post-logout redirect URI. Default false.',
  }),
  tokenResponse: tokenResponseSchema
    .default(() => tokenResponseSchema.parse({}))
    .meta({ description: 'Mappings on the token response.' }),
  customFields: z
    .array(customFieldSchema)
    .max(100)
    .default([])
    .meta({ description: 'Fields for which the sender gives an expected value, so that a form can be built.' }),
  assurance: assuranceSchema.default(() => assuranceSchema.parse({})),
  allowedTenantIds: z.array(z.guid().toLowerCase()).max(1000).default([]).meta({
    description: 'Entra tenant ids whose accounts are accepted (`tid`). Required for an issuer with `{tenantid}`.',
  }),
  leniency: leniencySchema,
  trust: trustSchema.default(() => trustSchema.parse({})),
} as const;

/**
 * Members whose default does not depend on another member. Request, configuration and response share them.
 */
export const commonMembers = {
  ...plainMembers,
  authorizationResponse: authorizationResponseSchema
    .default(() => authorizationResponseSchema.parse({}))
    .meta({ description: 'How the authorization response is verified (JARM) and mapped.' }),
  resources: z
    .array(resourceSchema)
    .max(maximumResources)
    .default([])
    .meta({ description: `Documents to fetch with the access token, in this order, at most ${maximumResources}.` }),
} as const;

/** Members whose default depends on another one; `completeConfiguration` fills them in. */
export const dependentMembers = {
  displayName: displayNameSchema.meta({ description: 'What the signer sees. Default: the name.' }),
  scopes: z
    .array(scopeSchema)
    .max(100)
    .meta({ description: 'Default `["openid"]` for `oidc`, none for `oauth2`.', example: ['openid', 'profile'] }),
  issuer: issuerSchema.nullable().meta({
    description:
      'Issuer identifier, compared exactly. For Entra it may hold `{tenantid}`; then `allowedTenantIds` is required.',
  }),
  discovery: z.boolean().meta({
    description:
      "Whether URIs left null come from the issuer's metadata. Default: true when an issuer is given and a URI that the kind needs is not.",
  }),
  subject: subjectSchema,
} as const;
