/** Secrets of several lines: keys and certificates as PEM or JWK, and lists with one on each line. */
const SEVERAL_LINES = /\.(privateKey|certificate|decryptionKey|secrets)$/;

/** Whether a secret at a place of the file needs room for several lines. */
export const hasSeveralLines = (path: string): boolean => SEVERAL_LINES.test(path);

/** What is written into the file for what somebody has entered: a list, a JWK or the text. */
export function secretValue(path: string, entered: string): unknown {
  if (path.endsWith('.secrets'))
    return entered
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  if (!hasSeveralLines(path) || !entered.trim().startsWith('{')) return entered;
  try {
    return JSON.parse(entered) as unknown;
  } catch {
    // The API says what is wrong with it.
    return entered;
  }
}
