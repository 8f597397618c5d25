import type { SignerMessage } from '../errors/signer-message.js';

/**
 * What a signer can be shown, as facts. `PageRenderer` turns one into HTML in the signer's language.
 * All texts may be hostile (senders, providers and admins choose them); rendering makes them harmless.
 */
export type Page = ChoosePage | AttemptFailedPage | AlreadyReceivedPage | ResultPage | EndedPage | ProblemPage;

/** What the signer recognises the request by. Null, absent or empty values are left out of the page. */
export interface RequestContext {
  /** The envelope's name as the sender wrote it. */
  readonly envelopeName?: string | null;
  /** Who asks: the sender's name, else the tenant's display name. */
  readonly requestedBy?: string | null;
}

/** A recipient as strangers with the link may see them, see `maskRecipient`. */
export interface MaskedRecipient {
  readonly name?: string | null;
  readonly email: string;
}

export interface ProviderChoice {
  /** The provider's name, sent back as form field `provider`. */
  readonly name: string;
  /** Text by BCP 47 language tag. */
  readonly displayName: Readonly<Record<string, string>>;
  /** Origin of the authorization URI, so that the signer knows which address to expect; null when not known yet. */
  readonly origin?: string | null;
}

/** Before the login: who asks, for which document, whom, and where the signer may log in. */
export interface ChoosePage extends RequestContext {
  readonly kind: 'choose';
  readonly recipient: MaskedRecipient;
  /** At least one. */
  readonly providers: readonly ProviderChoice[];
  /** Path that the form posts to, e.g. `/sign-in/{token}`. */
  readonly formAction: string;
  /** Every origin that the post may be redirected to, see `contentSecurityPolicy`. */
  readonly formActionOrigins: readonly string[];
  readonly expiresAt: Date;
  /** How the attempt before this one ended. */
  readonly previousFailure?: SignerMessage | null;
  /** Where the signer is sent after the login; its host is shown. */
  readonly returnUrl?: string | null;
}

/** An attempt failed and the authentication is still pending. */
export interface AttemptFailedPage extends RequestContext {
  readonly kind: 'attempt-failed';
  readonly message: SignerMessage;
  readonly correlationId: string;
  /** Link to the sign-in page; null when the signer cannot try again from here. */
  readonly retryAction: string | null;
  /** Attempts that remain; null when it should not be mentioned. */
  readonly attemptsLeft?: number | null;
}

/** A second callback with the same `state`: nothing is done again, the page tells where the first one stands. */
export interface AlreadyReceivedPage extends RequestContext {
  readonly kind: 'already-received';
  readonly standing: 'working' | 'succeeded' | 'failed';
  readonly correlationId: string;
  /** Link that shows the standing anew (`working`) or leads on (`succeeded`, `failed`); null for none. */
  readonly continueAction: string | null;
}

/** The authentication has ended just now and the workflow gave no return URL. */
export interface ResultPage extends RequestContext {
  readonly kind: 'result';
  readonly status: 'succeeded' | 'failed';
  readonly correlationId: string;
  /** Why it failed; without it the page speaks of the attempts being used up. */
  readonly failure?: SignerMessage | null;
}

/** The link no longer leads anywhere, or never did. Give no context for `link_unknown`. */
export interface EndedPage extends RequestContext {
  readonly kind: 'ended';
  readonly reason: Extract<SignerMessage, `link_${string}`>;
  readonly correlationId?: string | null;
}

/** Anything else that can be told, e.g. `request_refused`, `too_many_requests`, `something_failed`. */
export interface ProblemPage extends RequestContext {
  readonly kind: 'problem';
  readonly message: SignerMessage;
  readonly correlationId: string;
  /** After how many seconds it is worth trying again. */
  readonly waitSeconds?: number | null;
  readonly retryAction?: string | null;
}

export interface RenderedPage {
  readonly html: string;
  /** Every header that the page needs; set all of them. */
  readonly headers: Readonly<Record<string, string>>;
}
