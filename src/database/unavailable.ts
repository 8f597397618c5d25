/** What the operating system says when the server cannot be reached. */
const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EPIPE',
]);

/** SQLSTATEs of a server that stops, starts or has no connection left; class 08 is about connections too. */
const NOT_SERVING = new Set(['57P01', '57P02', '57P03', '53300']);

function codeOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null) return null;
  const { code, driverError } = error as { code?: unknown; driverError?: unknown };
  if (typeof code === 'string') return code;
  return driverError === undefined ? null : codeOf(driverError);
}

/** Whether an error says that the database is not there at present: a later try may well succeed. */
export function isDatabaseUnavailable(error: unknown): boolean {
  const code = codeOf(error);
  return code !== null && (UNREACHABLE.has(code) || NOT_SERVING.has(code) || /^08[0-9A-Z]{3}$/.test(code));
}
