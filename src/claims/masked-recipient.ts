/** Values as a page may show them to whoever holds the link: enough to recognise one's own, too little to learn it. */

const mask = '•••';

/** `john@example.com` → `j•••@e•••.com`. The length of the hidden parts does not show. */
export function maskEmail(address: string): string {
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  const lastDot = domain.lastIndexOf('.');
  const topLevel = lastDot > 0 ? domain.slice(lastDot) : '';
  return `${first(address.slice(0, Math.max(at, 0)))}${mask}@${first(domain)}${mask}${topLevel}`;
}

/** `John Michael` → `J•••`. */
export function maskName(name: string): string {
  return `${first(name)}${mask}`;
}

/** `+436641234567` → `•••67`. */
export function maskPhoneNumber(number: string): string {
  return `${mask}${number.length > 4 ? number.slice(-2) : ''}`;
}

function first(text: string): string {
  return Array.from(text)[0] ?? '';
}
