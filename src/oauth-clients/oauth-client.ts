import type { JWK } from 'jose';
import type { AuthenticationMethod, ClientGrant, SigningAlgorithm } from '../access/oauth-client-terms.js';
import type { PrincipalActor } from '../access/principal.js';

/** How a client authenticates; with `tls_client_auth` also one of the members that name its certificate. */
export interface ClientAuthentication {
  readonly method: AuthenticationMethod;
  readonly [subjectForm: `tls_client_auth_${string}`]: string;
}

/** What the tokens of a client are like. */
interface TokenSettings {
  /** What they are bound to. */
  readonly bound: 'none' | 'certificate' | 'dpop';
  readonly format: 'jwt' | 'opaque';
  /** How long they live; null: as long as the grant has it by default. */
  readonly accessSeconds: number | null;
  /** Whether refresh tokens are given with the authorization code grant. */
  readonly refresh: boolean;
  /** What its ID tokens are signed by (OpenID Connect Registration §2). */
  readonly idTokenSignedResponseAlg: SigningAlgorithm;
}

/** An application that gets tokens of a tenant. */
export interface OAuthClient {
  /** `client_id`. */
  readonly id: string;
  readonly tenantId: string;
  readonly name: string;
  /** `system`: it acts for itself, or for users by the JWT Grant; `per-user`: each user lets it act for them. */
  readonly integration: 'system' | 'per-user';
  readonly grants: readonly ClientGrant[];
  readonly redirectUris: readonly string[];
  readonly scopes: readonly string[];
  readonly authentication: ClientAuthentication;
  readonly tokens: TokenSettings;
  /** The user who is told when it stops working; null: the admins. */
  readonly ownerId: string | null;
  /** A client that is not is unknown to whoever asks for tokens. */
  readonly enabled: boolean;
  /** How often it was disabled: tokens name it, and those of an earlier one are over. */
  readonly tokenEpoch: number;
  /** Ours: users need not consent, and it is in no list. */
  readonly firstParty: boolean;
  readonly revision: number;
  readonly createdBy: PrincipalActor;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** A client as the authorization server needs it: with what it authenticates by. */
export interface RegisteredClient extends OAuthClient {
  readonly tenantName: string;
  /** Whether the tenant has any rule about tokens (`/v1/token-policies`). */
  readonly tenantHasPolicies: boolean;
  /** SHA-256 of the secrets that are live now, base64. */
  readonly secretHashes: readonly string[];
  /** Public keys, the newest last. */
  readonly keys: readonly JWK[];
}

export const usesSecret = ({ authentication: { method } }: Pick<OAuthClient, 'authentication'>): boolean =>
  method.startsWith('client_secret');

/** A client as it is once it was enabled or disabled; disabling it ends the access tokens that it has. */
export function switched(client: OAuthClient, enabled: boolean): OAuthClient {
  return { ...client, enabled, tokenEpoch: client.tokenEpoch + (client.enabled && !enabled ? 1 : 0) };
}
