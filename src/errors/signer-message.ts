/**
 * What a signer can be told, in words of what they can do next. Every code of the error catalogue names one of these;
 * `pages/` has its text in each language. Protocol detail never reaches the signer.
 */
export const signerMessages = [
  /** The signer (or the provider on their behalf) declined the login. They can try again. */
  'login_cancelled',
  /** The provider does not answer or is overloaded. They can try again later or choose another provider. */
  'provider_unavailable',
  /** So many log in at the provider that they have to wait, some seconds. Nothing is lost: the page can be loaded again. */
  'provider_busy',
  /** The provider's configuration is at fault. Trying again will not help; the sender has to be told. */
  'provider_misconfigured',
  /** The provider's answer could not be verified. They can try again, else contact the sender. */
  'answer_not_trusted',
  /** The person who logged in is not the one the sender expects. They can log in with another account. */
  'identity_mismatch',
  /** The provider did not give data that the sender requires. */
  'identity_incomplete',
  /** A stronger or more recent login is required than the one made. */
  'login_insufficient',
  /** The login was interrupted, took too long, or came back in another browser. They can start again. */
  'start_again',
  'link_unknown',
  'link_expired',
  'link_completed',
  'link_failed',
  'link_cancelled',
  /** No attempts are left: the authentication has failed for good. */
  'attempts_exhausted',
  'too_many_requests',
  /** The browser's cookies for this site are too large. They can delete them or use another browser. */
  'cookies_too_large',
  /** The form was not posted from our own page. */
  'request_refused',
  /** Our own fault; nothing the signer can do but try again later. */
  'something_failed',
] as const;

export type SignerMessage = (typeof signerMessages)[number];
