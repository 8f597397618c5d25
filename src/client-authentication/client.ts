import type { ClientMetadata, ServerMetadata } from 'openid-client';
import type { UsableCredential } from '../credentials/credential.js';
import type { ImportedKeys } from '../credentials/imported-keys.js';
import type { ClientAuthentication } from './client-authentication.schema.js';

/** Who authenticates, how, with what, and at which authorization server. Nothing of it says what the client is used for. */
export interface Client {
  /** `client_id` (RFC 6749 §2.2). */
  readonly clientId: string;
  readonly method: ClientAuthentication;
  /** Those that are valid now, the one to be tried first at the front. The first of the kind that the method needs is used. */
  readonly credentials: readonly UsableCredential[];
  /** Of the authorization server's metadata (RFC 8414 §2), what an assertion may name as its audience. */
  readonly server: { readonly issuer: string; readonly token_endpoint: string };
}

/** What making an authentication takes beside the client itself. */
export interface AuthenticationMeans {
  /** Imported private keys, which outlive a request: importing costs more than signing. */
  readonly imported: ImportedKeys;
  /** From when on an assertion holds. */
  readonly now: Date;
}

/** Adds the authentication to a request at the token endpoint: to its body, its header fields, or neither (RFC 8705). */
export type ClientAuth = (
  server: ServerMetadata,
  client: ClientMetadata,
  body: URLSearchParams,
  headers: Headers,
) => void | Promise<void>;
