import type { PersonalAccount } from '../access/accounts.js';

/** What a mail of each kind says besides whom it is to. Links and codes are secrets: they reach no log and are gone once sent. */
interface MailValues {
  /** A new user is to set up how they log in. */
  readonly invitation: { readonly link: string };
  /** Somebody who could log in already is to set it up anew. */
  readonly renewal: { readonly link: string };
  /** Proves the address while an account is set up. */
  readonly code: { readonly code: string };
  /** The settings of a provider have changed: is the user still the one who logs in there? */
  readonly confirmation: { readonly link: string; readonly provider: string };
  readonly binding_removed: { readonly provider: string };
  readonly password_reset: { readonly link: string };
  readonly password_changed: object;
  readonly second_factor_changed: object;
  /** What had worked stopped working. */
  readonly connection_failed: { readonly connection: string };
  /** An administrator has let an application act for the user. */
  readonly consent_given: { readonly client: string };
}

export type MailKind = keyof MailValues;

/** One mail's kind with what it says. */
export type MailContent = { readonly [Kind in MailKind]: { readonly kind: Kind } & MailValues[Kind] }[MailKind];

/** Whom a mail is to: a user, in their language. Everything about them is sealed under their data key until it is sent. */
export type MailRecipient = Pick<
  PersonalAccount,
  'id' | 'tenantId' | 'email' | 'displayName' | 'language' | 'dataKeyId'
>;

/** A mail that is to be sent. */
export interface NewMail {
  readonly to: MailRecipient;
  readonly content: MailContent;
  /** From then on it is not sent any more, e.g. because its link has ended; default: after seven days. The mail says so where it has a link or a code. */
  readonly expiresAt?: Date;
}

const SEVEN_DAYS = 7 * 24 * 60 * 60_000;

export function expiryOf({ expiresAt }: NewMail, now: Date): Date {
  return expiresAt ?? new Date(now.getTime() + SEVEN_DAYS);
}
