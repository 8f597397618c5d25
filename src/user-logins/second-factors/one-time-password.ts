import { Secret, TOTP } from 'otpauth';

/** Seconds that one code counts for, and its digits (RFC 6238 §4): what every authenticator app assumes. */
const PERIOD = 30;
const DIGITS = 6;
/** Codes before and after the present one that are taken: clocks of phones differ (RFC 6238 §5.2). */
const WINDOW = 1;
const SECRET_BYTES = 20;

/** A fresh secret, base32. */
export function makeOneTimeSecret(): string {
  return new Secret({ size: SECRET_BYTES }).base32;
}

/** What an authenticator app reads from a QR code. @param label whose account it is, e.g. the e-mail address */
export function oneTimeUri(secret: string, issuer: string, label: string): string {
  return new TOTP({ secret, issuer, label, period: PERIOD, digits: DIGITS }).toString();
}

/**
 * Judges a one-time password (RFC 6238). Each step is taken once: a code that was seen over somebody's shoulder is worth nothing.
 * @param lastStep the last step that was taken; null: none yet
 * @returns the step to remember; null when the code is wrong, or its step was taken before
 */
export function judgeOneTimePassword(secret: string, code: string, lastStep: number | null, now: Date): number | null {
  const digits = code.replace(/\s/gu, '');
  if (!/^\d{6}$/u.test(digits)) return null;
  const timestamp = now.getTime();
  const delta = TOTP.validate({
    token: digits,
    secret: Secret.fromBase32(secret),
    period: PERIOD,
    digits: DIGITS,
    window: WINDOW,
    timestamp,
  });
  if (delta === null) return null;
  const step = TOTP.counter({ period: PERIOD, timestamp }) + delta;
  return lastStep !== null && step <= lastStep ? null : step;
}
