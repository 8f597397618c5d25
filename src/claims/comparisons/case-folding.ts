/**
 * Full Unicode case folding (toCasefold of the Unicode Standard §3.13), for NFC text. JavaScript has none; upper then lower
 * case is the same except for dotless i, which must not become i, final sigma, and the capital of ß, which is its own upper case.
 */
export function foldCase(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll('ẞ', 'ß')
    .replace(/[^ı]+/gu, (part) => part.toUpperCase().toLowerCase())
    .replaceAll('ς', 'σ')
    .normalize('NFC');
}

/** A to Z only. For mailbox names: wider folding makes foreign letters equal to Latin ones (K and the Kelvin sign). */
export function foldAsciiCase(text: string): string {
  return text.replace(/[A-Z]+/gu, (part) => part.toLowerCase());
}
