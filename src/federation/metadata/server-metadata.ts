import { createHash } from 'node:crypto';
import { z } from 'zod';
import { uriSchema } from '../../http/uri.schema.js';
import type { ExpectedIssuer } from '../issuer.js';

const optionalUri = uriSchema.exactOptional();

const mutualTlsAliasesSchema = z.object({
  token_endpoint: optionalUri,
  userinfo_endpoint: optionalUri,
  pushed_authorization_request_endpoint: optionalUri,
});

/** Providers write `null` where a member should be absent, and PHP an empty object as `[]`. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value) && value.length === 0) return {};
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== null));
}

/** Some servers keep their settings as text. */
const booleans: Readonly<Record<string, boolean>> = { true: true, false: false };

function booleanInText(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const word = value.trim().toLowerCase();
  return Object.hasOwn(booleans, word) ? booleans[word] : value;
}

/** The members of OpenID Connect Discovery 1.0 §3, RFC 8414 §2, RFC 8705 §5 and RFC 9207 §3 that a trip uses. */
const membersSchema = z.object({
  issuer: z.string().min(1).max(2000),
  authorization_endpoint: uriSchema,
  token_endpoint: uriSchema,
  jwks_uri: optionalUri,
  userinfo_endpoint: optionalUri,
  end_session_endpoint: optionalUri,
  pushed_authorization_request_endpoint: optionalUri,
  mtls_endpoint_aliases: z.preprocess(withoutNulls, mutualTlsAliasesSchema).exactOptional(),
  authorization_response_iss_parameter_supported: z.preprocess(booleanInText, z.boolean().default(false)),
});

export const serverMetadataSchema = z.preprocess(withoutNulls, membersSchema);
export type ServerMetadata = z.output<typeof serverMetadataSchema>;

/** What is known of a provider besides its configuration: URIs that were left null come from discovery. */
export interface ProviderMetadata {
  readonly server: ServerMetadata;
  /** Null when neither an issuer nor discovery is configured: then no issuer is judged. */
  readonly issuer: ExpectedIssuer | null;
  /** SHA-256 (hex) of everything in `server`. */
  readonly hash: string;
}

export function providerMetadata(server: ServerMetadata, issuer: ExpectedIssuer | null): ProviderMetadata {
  // The schema writes its members in one order, whatever the order of the document.
  return { server, issuer, hash: createHash('sha256').update(JSON.stringify(server)).digest('hex') };
}

const endpoints = [
  'authorization_endpoint',
  'token_endpoint',
  'jwks_uri',
  'userinfo_endpoint',
  'end_session_endpoint',
  'pushed_authorization_request_endpoint',
] as const;

/** Every endpoint by its name in the metadata. */
export function endpointsOf(server: ServerMetadata): Readonly<Record<string, string>> {
  const aliases = Object.entries(server.mtls_endpoint_aliases ?? {}).map(([name, uri]) => [`mtls_${name}`, uri]);
  const all = [...endpoints.map((name) => [name, server[name]]), ...aliases];
  return Object.fromEntries(all.filter(([, uri]) => uri !== undefined)) as Record<string, string>;
}
