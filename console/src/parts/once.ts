/** Something that is told once, and what it is. */
export interface ToldOnce {
  readonly title: string;
  readonly secret: string;
}

/**
 * Secrets on their way from the answer that holds them to the screen that shows them, in memory only: what a router keeps with an
 * address the browser writes to disk.
 */
const waiting = new Map<string, readonly ToldOnce[]>();

/** @param of what they belong to, e.g. the id of a client */
export function keepOnce(of: string, secrets: readonly ToldOnce[]): void {
  if (secrets.length > 0) waiting.set(of, secrets);
}

/** Takes them: whoever asks again gets none. */
export function takeOnce(of: string): readonly ToldOnce[] {
  const secrets = waiting.get(of) ?? [];
  waiting.delete(of);
  return secrets;
}
