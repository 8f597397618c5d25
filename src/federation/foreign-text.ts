const longest = 200;

/**
 * A text that a provider or a browser sent, made fit for an admin to read: secrets taken out first (a cut could leave half
 * of one), then everything that is not printable, then cut.
 * @param secrets What must not be repeated, in clear or percent-encoded: code, client secret, tokens.
 */
export function quoteForeign(text: string, secrets: readonly (string | null | undefined)[] = []): string {
  let clean = text.slice(0, 20 * longest);
  for (const secret of secrets) {
    if (secret === null || secret === undefined || secret === '') continue;
    clean = clean.replaceAll(secret, '[redacted]').replaceAll(encodeURIComponent(secret), '[redacted]');
  }
  clean = clean.replace(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]+/gu, ' ').trim();
  return `"${clean.length > longest ? `${clean.slice(0, longest)}…` : clean}"`;
}

/** How a JSON value is named to an admin without showing it. */
export function typeName(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
