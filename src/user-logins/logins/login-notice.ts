import { catalogueEntry, type ErrorCode } from '../../errors/catalogue.js';
import type { SignerMessage } from '../../errors/signer-message.js';
import type { LoginNotice } from './user-login.js';

const OF_CODE: Partial<Readonly<Record<ErrorCode, LoginNotice>>> = {
  'login.too_many_guesses': 'too_many_guesses',
  'login.ended': 'ended',
  'login.refused': 'refused',
  'login.provider_unknown': 'provider_failed',
  'login.reset_ended': 'reset_ended',
  'request.too_many': 'too_many_guesses',
  'mail.not_set_up': 'refused',
  'sign_in.foreign_origin': 'request_refused',
};

const OF_MESSAGE: Partial<Readonly<Record<SignerMessage, LoginNotice>>> = {
  login_cancelled: 'provider_cancelled',
  provider_unavailable: 'provider_unavailable',
  provider_misconfigured: 'provider_failed',
  answer_not_trusted: 'provider_failed',
  identity_mismatch: 'profile_mismatched',
  identity_incomplete: 'profile_mismatched',
  login_insufficient: 'login_insufficient',
  start_again: 'ended',
};

/** What somebody who logs in is told about an error. Pure. */
export function noticeOf(code: ErrorCode): LoginNotice {
  const { signer } = catalogueEntry(code);
  return OF_CODE[code] ?? (signer === undefined ? undefined : OF_MESSAGE[signer]) ?? 'something_failed';
}
