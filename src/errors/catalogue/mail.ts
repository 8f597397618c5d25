import type { CatalogueEntries } from '../catalogue-entry.js';

/** What cannot be done without a mail. */
export const mailErrors = {
  'mail.not_set_up': {
    status: 409,
    title: 'No mail can be sent: no mail server is set up',
    cause: 'What was asked for reaches a person by mail only, so that nobody but them gets it.',
    confirm: 'GET /health/ready says how mail stands.',
    remedy: 'Have the operator set SMTP_URL and MAIL_FROM.',
  },
} as const satisfies CatalogueEntries;
