/** What is told once, and what it is. */
export interface OnceTold {
  readonly title: string;
  readonly secrets: readonly string[];
}

/**
 * Secrets on their way from the answer that holds them to the screen that shows them, in memory only: what a router keeps with an
 * address the browser writes to disk.
 */
const waiting = new Map<string, readonly OnceTold[]>();

/** @param of the path of the screen that will show them, e.g. `users/` and an id */
export function keepOnce(of: string, secrets: readonly OnceTold[]): void {
  if (secrets.length > 0) waiting.set(of, secrets);
}

/** Takes them: whoever asks again gets none. */
export function takeOnce(of: string): readonly OnceTold[] {
  const secrets = waiting.get(of) ?? [];
  waiting.delete(of);
  return secrets;
}
