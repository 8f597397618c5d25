import { z } from 'zod';
import { faultOfAbsoluteUri } from '../http/absolute-uri.js';
import { judgedBy } from '../http/judged-by.js';
import { takesBack } from '../http/sent-back.js';

/** Names that mean something to the authorization server itself, at every audience. */
const RESERVED = new Set([
  'openid',
  'profile',
  'email',
  'address',
  'phone',
  'offline_access',
  'impersonation',
  'extended',
]);

const scopeNameSchema = z
  .string()
  .min(1)
  .max(100)
  .regex(
    /^[\x21\x23-\x5b\x5d-\x7e]+$/,
    'must be visible ASCII without spaces, quotation marks and backslashes (RFC 6749 §3.3)',
  )
  .refine((name) => !RESERVED.has(name), 'is a name that the authorization server uses itself');

const identifierSchema = z.string().max(500).superRefine(judgedBy(faultOfAbsoluteUri)).meta({
  description:
    'Audience of its tokens: an absolute URI without fragment, unique in the whole deployment, compared as text. Never an address of ours.',
  example: 'https://api.partner.example',
});

const members = {
  identifier: identifierSchema,
  scopes: z
    .array(scopeNameSchema)
    .max(100)
    .refine((list) => new Set(list).size === list.length, 'must not name a scope twice')
    .meta({ uniqueItems: true })
    .default([])
    .meta({ description: 'What its tokens can allow. The names mean nothing at another audience.' }),
  tokenFormat: z.enum(['jwt', 'opaque']).nullable().default(null).meta({
    description: '`jwt`: RFC 9068, at most an hour. `opaque`: by introspection only. null: as the client says.',
  }),
  accessSeconds: z.int().min(60).max(86_400).nullable().default(null).meta({
    description: 'Longest life of its tokens. null: as the client says.',
  }),
  mutualTlsRequired: z.boolean().default(false).meta({
    description: 'Its tokens are issued bound to a client certificate only (RFC 8705 §3).',
  }),
};

export const oauthResourceRequestSchema = z.strictObject(members).meta({ id: 'OAuthResourceRequest' });
export const oauthResourceReplacementSchema = takesBack(oauthResourceRequestSchema, 'OAuthResourceReplacement', [
  'id',
  'revision',
  'createdAt',
  'updatedAt',
]);
export type OAuthResourceRequest = z.output<typeof oauthResourceRequestSchema>;

export const oauthResourceSchema = z
  .strictObject({
    id: z.uuid(),
    identifier: z.string(),
    scopes: z.array(z.string()),
    tokenFormat: z.enum(['jwt', 'opaque']).nullable(),
    accessSeconds: z.int().nullable(),
    mutualTlsRequired: z.boolean(),
    revision: z.int().min(1).meta({ description: 'Counts its changes; the `ETag` is `"<revision>"`.' }),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'OAuthResource' });
