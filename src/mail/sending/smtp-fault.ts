/** Why a mail was not taken. */
export interface SmtpFault {
  /** Ours: never the words of a server, which may repeat an address. */
  readonly code: string;
  /**
   * `recipient`: this address will never be reached. `mail`: this mail was not taken now. `server`: nothing can be sent now,
   * whoever it is to.
   */
  readonly concerns: 'recipient' | 'mail' | 'server';
}

interface LibraryFault {
  readonly code?: unknown;
  readonly command?: unknown;
  readonly responseCode?: unknown;
}

/** Reads what nodemailer throws. An answer 421 closes the connection (RFC 5321 §3.8), whatever it answers to. Pure. */
export function smtpFault(error: unknown): SmtpFault {
  const { code, command, responseCode } = (error ?? {}) as LibraryFault;
  const answer = typeof responseCode === 'number' ? responseCode : null;
  const named = [code, command, answer].filter((part) => typeof part === 'string' || typeof part === 'number');
  const text = named.length === 0 ? 'unknown' : named.join(' ');
  if (answer === null || answer === 421) return { code: text, concerns: 'server' };
  if (command === 'RCPT TO') return { code: text, concerns: answer >= 500 ? 'recipient' : 'mail' };
  return { code: text, concerns: command === 'DATA' ? 'mail' : 'server' };
}
