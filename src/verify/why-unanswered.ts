/**
 * Why `fetch` had no answer, as Node says it: `ECONNREFUSED`, or that a certificate is not trusted.
 * @param error what it threw, which by itself says no more than "fetch failed"
 */
export function whyUnanswered(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return String(cause);
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
}
