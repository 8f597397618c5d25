import type { RecipientFields } from './recipient-fields.js';

/** The telephone numbers that hold after the fallbacks. null: there is none. */
interface EffectiveRecipient {
  readonly otpPhoneNumber: string | null;
  readonly certificatePhoneNumber: string | null;
}

/**
 * Which telephone numbers hold: the recipient's own number is the one for one-time passwords unless another is given, and
 * stands in for a missing number in the certificate.
 */
export function effectiveRecipient(recipient: RecipientFields): EffectiveRecipient {
  const phoneNumber = recipient.phoneNumber ?? null;
  return {
    otpPhoneNumber: recipient.otpPhoneNumber ?? phoneNumber,
    certificatePhoneNumber: recipient.certificate?.phoneNumber ?? phoneNumber,
  };
}
