/** Formats that are no pattern. */
export const namedDateFormats = ['date-time', 'epoch-seconds', 'epoch-milliseconds'] as const;

const token = /yyyy|MMMM|MMM|MM|M|dd|d/gu;

/**
 * Says whether a text is an input format for dates: one of the named formats, or a pattern in which year (`yyyy`), month
 * (`MM`, `M`, `MMM` = Jan, `MMMM` = January) and day (`dd`, `d`) stand once each, apart by any of `. / - _ ,` and space, or by
 * nothing where all are of fixed width. Two-digit years are no format: nobody can tell their century.
 *
 * @returns null when it is one, else what was expected
 */
export function faultOfDateFormat(format: string): string | null {
  if ((namedDateFormats as readonly string[]).includes(format)) return null;
  const tokens = format.match(token) ?? [];
  const kinds = tokens.map((text) => text.charAt(0)).sort();
  const rest = format.replace(token, '\u0000');
  if (kinds.join('') !== 'Mdy' || !/^\0[./\-_, ]{0,3}\0[./\-_, ]{0,3}\0$/u.test(rest)) {
    return `Expected a pattern of yyyy, MM and dd such as dd.MM.yyyy, or one of ${namedDateFormats.join(', ')}`;
  }
  const adjacent = rest.includes('\u0000\u0000');
  if (adjacent && tokens.some((text) => text === 'M' || text === 'd')) {
    return 'Expected MM and dd, or a separator: M and d have no fixed width';
  }
  return null;
}
