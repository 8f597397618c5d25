/** Why a comparison says no. Public API: never renamed. */
export type MismatchReason =
  /** The values differ, compared as `compare` says. */
  | 'different'
  /** They differ in nothing but letter case. */
  | 'different_case'
  /** `not-equals`: the values are equal. */
  | 'equal'
  /** `includes`: no element of the array is the expected value. */
  | 'not_included'
  /** `one-of`: the claim is none of the allowed values. */
  | 'not_one_of'
  /** The claim is of another JSON type than the comparison or the target takes. */
  | 'wrong_type'
  /** The claim is JSON null. Present, but no value: for an update it counts as not returned (OpenID Connect Core §5.3.2). */
  | 'null_value'
  /** The claim is empty text, or nothing but white space. For an update it counts as not returned. */
  | 'empty_value'
  /** The claim cannot be read as, or may not be written to, what its target is. */
  | 'invalid_value'
  /** The value to compare with cannot be read as what the comparison needs. */
  | 'invalid_expected_value'
  /** The path finds several values. */
  | 'ambiguous'
  /** A source says with `email_verified` (Microsoft Entra: `xms_edov`) that the address is not verified. */
  | 'email_unverified'
  /** A source says with `phone_number_verified` (Auth0: `phone_verified`) that the telephone number is not verified. */
  | 'phone_unverified'
  /** The value to compare with came from another provider, and the mapping lacks `acceptUpdated`. */
  | 'expected_value_was_updated'
  /** Another update mapping gives the same target another value. */
  | 'conflicting_updates';
