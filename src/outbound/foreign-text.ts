/** Long enough for what tells: some servers begin with a sentence that all their refusals share, and say the reason after it. */
const longest = 500;

/** RFC 6749 §4.1.2.1 allows sentences too; what looks like a code of the specifications or of a vendor is taken for one. */
const errorCode = /^[\w.:/-]{1,64}$/;

/** RFC 7617 §2, and RFC 7519 §3: what a server repeats when it explains which request it did not like. */
const basicCredentials = /(\bbasic +)([A-Za-z0-9+/]+=*)/gi;
const jwt = /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g;

function isCredentials(text: string): boolean {
  return Buffer.from(text, 'base64').includes(':');
}

/**
 * A text that a server or a browser sent, made fit for an admin to read: secrets taken out first (a cut could leave half
 * of one), then everything that is not printable, then cut.
 * @param secrets What must not be repeated, in clear or percent-encoded: code, client secret, tokens.
 */
export function quoteForeign(text: string, secrets: readonly (string | null | undefined)[] = []): string {
  let clean = text.slice(0, 20 * longest);
  for (const secret of secrets) {
    if (secret === null || secret === undefined || secret === '') continue;
    clean = clean.replaceAll(secret, '[redacted]').replaceAll(encodeURIComponent(secret), '[redacted]');
  }
  clean = clean
    .replace(basicCredentials, (text, scheme: string, sent: string) =>
      isCredentials(sent) ? `${scheme}[redacted]` : text,
    )
    .replace(jwt, '[redacted]');
  clean = clean.replace(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]+/gu, ' ').trim();
  return `"${clean.length > longest ? `${beginningOf(clean, longest)}…` : clean}"`;
}

/**
 * The `error` and `error_description` of an authorization server (RFC 6749 §4.1.2.1, §5.2).
 * @returns `seen`, in which nothing can be about a person, and what was `said` beside it, quoted; null when nothing was
 */
export function quoteProviderError(
  error: string,
  description: unknown,
  secrets: readonly (string | null | undefined)[] = [],
): { readonly seen: string; readonly said: string | null } {
  const words = typeof description === 'string' ? quoteForeign(description, secrets) : null;
  const quoted = quoteForeign(error, secrets);
  if (errorCode.test(error)) return { seen: `error ${quoted}`, said: words };
  return { seen: 'error', said: words === null ? quoted : `${quoted}: ${words}` };
}

/** At most so many UTF-16 units, without half a character at the end: neither a database nor a leaf can hold one. */
export const beginningOf = (text: string, longest: number): string => text.slice(0, longest).replace(/\p{Cs}$/u, '');
