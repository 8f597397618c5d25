/** Where identity data came from. Claims of different sources are never merged. */
export type ClaimsSource = 'id_token' | 'token_response' | 'authorization_response' | `resource:${string}`;

/** One JSON document about the signer, labelled by its source. */
export interface SourcedClaims {
  readonly source: ClaimsSource;
  /** Any JSON value; an object or an array in practice. Untrusted. */
  readonly claims: unknown;
}
