/** An identity at a provider that a user is bound to. Who it is at the provider is kept as a keyed hash only. */
export interface Binding {
  readonly id: string;
  readonly tenantId: string;
  readonly userId: string;
  readonly providerId: string;
  readonly providerName: string;
  /** The issuer of the ID token; at a provider of kind `oauth2` the provider's id. */
  readonly issuer: string;
  readonly subjectHash: Buffer;
  /** See `identity-settings.ts`; as they were when it was made or confirmed. */
  readonly identitySettings: string;
  readonly boundAt: Date;
  readonly confirmationAskedAt: Date | null;
}

/** With how it stands now. */
export interface BindingStanding extends Binding {
  /** Nobody logs in by it until its user has confirmed it, or the settings are as they were. */
  readonly stale: boolean;
}
