import { maskEmail, maskName } from '../claims/masked-recipient.js';
import type { MaskedRecipient } from './page.js';

/** A recipient as whoever holds the link may see them: `J••• D•••`, `j•••@e•••.com`. Absent and blank names are left out. */
export function maskRecipient(recipient: {
  readonly firstName?: string | null | undefined;
  readonly lastName?: string | null | undefined;
  readonly email: string;
}): MaskedRecipient {
  const names = [recipient.firstName, recipient.lastName].map((name) => name?.trim() ?? '');
  const masked = names.filter((name) => name !== '').map(maskName);
  return { name: masked.length > 0 ? masked.join(' ') : null, email: maskEmail(recipient.email) };
}
