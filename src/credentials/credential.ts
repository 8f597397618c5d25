/** What a credential is for. An owner has at most one line of versions per purpose. */
export type CredentialPurpose = 'client_secret' | 'signing_key' | 'apple_key' | 'client_certificate' | 'decryption_key';

/**
 * Whose credential it is: a row of the table that the kind names, of the same tenant. One more kind is added here and to the
 * check of the table of credentials.
 */
export interface CredentialOwner {
  readonly kind: 'provider';
  readonly id: string;
}

/** What is known of a credential without opening it. */
export interface StoredCredential {
  readonly id: string;
  readonly owner: CredentialOwner;
  readonly purpose: CredentialPurpose;
  /** Counts the credentials of one owner and purpose, from 1. */
  readonly version: number;
  /** It serves the owner's revisions from this one on … */
  readonly firstRevision: number;
  /** … to this one; null: to the newest. What was entered for one destination is never sent to another. */
  readonly lastRevision: number | null;
  /** `kid` of a key. */
  readonly keyId: string | null;
  /** Public half of a key that we publish. */
  readonly publicJwk: PublicJwk | null;
  /** Made here, not entered by an admin. */
  readonly generated: boolean;
  readonly setAt: Date;
  /** From then on it signs or is sent; before, its public half is published already so that the provider can know it. */
  readonly usableFrom: Date;
  readonly expiresAt: Date | null;
  /** From then on it is not used; null: in use. */
  readonly retiredAt: Date | null;
}

/** Public members of a JWK (RFC 7517), with `kid`, `use` and `alg` where we set them. */
export type PublicJwk = Readonly<Record<string, string | readonly string[]>>;

/** A secret, key or certificate in clear, in memory only. Newest first where several are valid at once. */
export interface UsableCredential {
  readonly id: string;
  readonly version: number;
  readonly kind: 'client_secret' | 'private_key' | 'client_certificate' | 'decryption_key';
  /** Client secret as text; keys as PKCS#8 PEM; a certificate as PEM chain followed by its PKCS#8 key in `privateKey`. */
  readonly value: string;
  readonly privateKey?: string;
  /** `kid` of a key that we publish. */
  readonly keyId?: string;
  readonly expiresAt: Date | null;
}
