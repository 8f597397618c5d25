/**
 * A credential that is needed is not there, or cannot be used for what it is needed for. Nothing has been sent. Whoever calls
 * out gives it the code of its own step.
 */
export class CredentialFault extends Error {
  override readonly name = 'CredentialFault';

  /** @param detail For admins: what was needed; never anything of the credential. */
  constructor(
    readonly reason: 'credential_missing' | 'credential_unusable',
    readonly detail: string,
    options: ErrorOptions = {},
  ) {
    super(`${reason}: ${detail}`, options);
  }
}
