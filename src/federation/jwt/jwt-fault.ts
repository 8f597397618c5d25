/** Why a JWT is not believed, whatever it is used for. Each user of JWTs translates these into codes of its own step. */
type JwtFaultReason =
  | 'malformed'
  | 'duplicate_member'
  | 'unsigned'
  | 'algorithm_not_allowed'
  | 'critical_header_unsupported'
  | 'key_not_found'
  | 'key_ambiguous'
  | 'key_unusable'
  | 'signature_invalid'
  | 'encryption_unexpected'
  | 'encryption_missing'
  | 'encryption_algorithm_refused'
  | 'decryption_failed';

export class JwtFault extends Error {
  override readonly name = 'JwtFault';

  /** @param detail What was seen and what was expected; never a claim value. */
  constructor(
    readonly reason: JwtFaultReason,
    readonly detail: string,
    options?: { readonly cause?: unknown },
  ) {
    super(`${reason}: ${detail}`, options);
  }
}
