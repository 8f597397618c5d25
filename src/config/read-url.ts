/**
 * Reads a URL as WHATWG does; null when the text is none. In place of `URL.canParse`, which on Node 20 answers false for valid
 * URLs with characters such as `ü` once the engine has optimised its caller.
 */
export function readUrl(text: string, base?: string): URL | null {
  try {
    return new URL(text, base);
  } catch {
    return null;
  }
}
