/** Markup that is already safe. Templates escape everything else; only code that has escaped what strangers wrote may make one. */
export class Html {
  constructor(readonly markup: string) {}
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Escapes for element content and quoted attribute values, the only two contexts that the templates use. */
export function escapeHtml(value: unknown): string {
  if (value instanceof Html) return value.markup;
  return String(value).replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/**
 * Text of strangers within our own sentence. `<bdi>` keeps its writing direction from reordering what stands around it.
 *
 * @param language BCP 47 tag when the text is known to be in another language than the page.
 */
export function isolated(text: string, language?: string | null): Html {
  const lang = language ? ` lang="${escapeHtml(language)}"` : '';
  return new Html(`<bdi${lang}>${escapeHtml(displayText(text))}</bdi>`);
}

/**
 * Makes text of strangers printable: control characters and code points that HTML forbids become spaces, and characters that only
 * serve to make text look like other text (direction overrides and embeddings) are dropped. Right-to-left text stays as it is.
 *
 * @returns the empty string when nothing of the text would be visible
 */
export function displayText(text: string): string {
  const printable = text
    .replace(/[\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
    .replace(/[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\s]+/gu, ' ')
    .trim();
  return /^[\p{Default_Ignorable_Code_Point}\s]*$/u.test(printable) ? '' : printable;
}
