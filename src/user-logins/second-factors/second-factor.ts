import type { Passkey } from './passkeys.js';

/** How a user shows that they are the same person once their password was right. */
export type SecondFactorKind = 'totp' | 'passkey';

interface SecondFactorBase {
  readonly id: string;
  readonly tenantId: string;
  readonly userId: string;
  /** What its owner calls it. */
  readonly name: string;
  readonly createdAt: Date;
  /** null: it was begun and does not count yet. */
  readonly confirmedAt: Date | null;
  readonly lastUsedAt: Date | null;
  /** `totp`: the last step that was taken. `passkey`: how often the authenticator says it was used. */
  readonly lastCount: number | null;
}

interface OneTimeFactor extends SecondFactorBase {
  readonly kind: 'totp';
  readonly secret: { readonly secret: string };
}

interface PasskeyFactor extends SecondFactorBase {
  readonly kind: 'passkey';
  /** The challenge until it is confirmed, the passkey from then on. */
  readonly secret: { readonly challenge: string } | Passkey;
}

export type SecondFactor = OneTimeFactor | PasskeyFactor;

/** How long one that was begun may be confirmed, in milliseconds. */
export const CONFIRMATION_TIME = 600_000;

/** How many one user may have of one kind. */
export const MOST_OF_A_KIND = 10;

/** The passkeys that count. */
export const passkeysAmong = (
  factors: readonly SecondFactor[],
): readonly (PasskeyFactor & { readonly secret: Passkey })[] =>
  factors.filter(
    (factor): factor is PasskeyFactor & { readonly secret: Passkey } =>
      factor.kind === 'passkey' && factor.confirmedAt !== null && 'credentialId' in factor.secret,
  );
