import { z } from 'zod';
import { readUrl } from '../read-url.js';
import { readableFile } from './formats.js';

/** Through which server mails go out. */
export const smtpSettings = {
  SMTP_URL: z
    .string()
    .refine((text) => ['smtp:', 'smtps:'].includes(readUrl(text)?.protocol ?? '') && readUrl(text)?.hostname !== '', {
      error: 'expected smtp://user:password@host:port, or smtps:// for TLS from the first byte',
    })
    .refine((text) => ['', '/'].includes(readUrl(text)?.pathname ?? '') && readUrl(text)?.search === '', {
      error: 'expected an address without path and query',
    })
    .refine((text) => readUrl(text)?.protocol !== 'smtp:' || readUrl(text)?.port !== '465', {
      error:
        'expected smtps:// with port 465, where TLS begins with the first byte: a client that waits for a greeting waits in vain',
    })
    .optional()
    .meta({
      description:
        'Mail server: `smtp://user:password@host:587` (STARTTLS is required, but on the loopback address) or `smtps://…`; unset: no mail is sent.',
    }),
  SMTP_CA_FILE: readableFile
    .optional()
    .meta({ description: 'PEM of a private CA that alone is trusted for the mail server; unset: the public CAs.' }),
  MAIL_FROM: z
    .email({ pattern: z.regexes.html5Email, error: 'expected an e-mail address' })
    .optional()
    .meta({ description: 'Address that mails come from; needed with `SMTP_URL`.' }),
};
