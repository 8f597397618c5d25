/** What is wrong with the mail server, or with what is set for it, and what helps: for the log. docs/people.md lists them. */
export const serverFaults = {
  unreachable: 'Nobody answers at the address of SMTP_URL',
  starttls_not_offered:
    'It does not offer STARTTLS, which an SMTP_URL of smtp:// needs, but at the loopback address: have it offered, or use smtps://',
  tls_not_spoken:
    'The port of SMTP_URL does not speak TLS from the first byte: use smtp://, which asks for STARTTLS, or another port',
  certificate_untrusted: 'Its certificate comes from no CA that is trusted: a private one has to stand in SMTP_CA_FILE',
  certificate_of_another_host: 'Its certificate is for other names than the host of SMTP_URL',
  certificate_out_of_date: 'Its certificate has expired, or does not count yet',
  login_refused: 'It refuses user name and password of SMTP_URL',
  login_needed: 'It wants a login: user name and password belong into SMTP_URL',
  sender_refused: 'It does not take mails from the address of MAIL_FROM',
} as const;

export type ServerFault = keyof typeof serverFaults;

/** Why a mail was not taken. */
export interface SmtpFault {
  /** Ours: never the words of a server, which may repeat an address or a name. Begins with the `ServerFault` where it is one. */
  readonly code: string;
  /** null: none of those that have a name. */
  readonly fault: ServerFault | null;
  /**
   * `recipient`: this address will never be reached. `mail`: this mail was not taken now. `server`: nothing can be sent now,
   * whoever it is to.
   */
  readonly concerns: 'recipient' | 'mail' | 'server';
}

interface LibraryFault {
  readonly code?: unknown;
  /** What Node has called it before nodemailer gave it a code of its own. */
  readonly originalCode?: unknown;
  readonly command?: unknown;
  readonly responseCode?: unknown;
}

const UNTRUSTED = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_SIGNATURE_FAILURE',
]);
const OUT_OF_DATE = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']);
const UNREACHABLE = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN']);

/** Reads what nodemailer throws. An answer 421 closes the connection (RFC 5321 §3.8), whatever it answers to. Pure. */
export function smtpFault(error: unknown): SmtpFault {
  const { code, originalCode, command, responseCode } = (error ?? {}) as LibraryFault;
  const answer = typeof responseCode === 'number' ? responseCode : null;
  const parts = [code, command, originalCode, answer];
  const named = parts.filter((part) => typeof part === 'string' || typeof part === 'number').join(' ');
  const fault = faultOf(code, originalCode, command, answer);
  const text = named === '' ? 'unknown' : named;
  return { code: fault === null ? text : `${fault}: ${text}`, fault, concerns: concernsOf(command, answer) };
}

function concernsOf(command: unknown, answer: number | null): SmtpFault['concerns'] {
  if (answer === null || answer === 421) return 'server';
  if (command === 'RCPT TO') return answer >= 500 ? 'recipient' : 'mail';
  return command === 'DATA' ? 'mail' : 'server';
}

function faultOf(code: unknown, originalCode: unknown, command: unknown, answer: number | null): ServerFault | null {
  const original = typeof originalCode === 'string' ? originalCode : '';
  if (UNTRUSTED.has(original)) return 'certificate_untrusted';
  if (OUT_OF_DATE.has(original)) return 'certificate_out_of_date';
  if (original === 'ERR_TLS_CERT_ALTNAME_INVALID') return 'certificate_of_another_host';
  if (/^ERR_SSL_(?:WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG)$/.test(original)) return 'tls_not_spoken';
  if (code === 'ETLS' && command === 'STARTTLS') return 'starttls_not_offered';
  if (code === 'EDNS' || code === 'ETIMEDOUT' || UNREACHABLE.has(original)) return 'unreachable';
  if (code === 'EAUTH' && answer !== null && answer >= 500) return 'login_refused';
  if (answer === 530) return 'login_needed';
  return command === 'MAIL FROM' && answer !== null && answer >= 500 ? 'sender_refused' : null;
}
