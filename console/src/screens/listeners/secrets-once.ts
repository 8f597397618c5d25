import type { Listener } from './listener-queries.js';

/**
 * Secrets on their way from the answer that holds them to the screen that shows them, in memory only: what a router keeps with an
 * address the browser writes to disk.
 */
const waiting = new Map<string, readonly string[]>();

export function showOnce({ name, secretsShownOnce }: Listener): void {
  if (secretsShownOnce !== undefined) waiting.set(name, secretsShownOnce.standardWebhooks);
}

/** Takes them: whoever asks again gets none. */
export function secretsOf(name: string): readonly string[] {
  const secrets = waiting.get(name) ?? [];
  waiting.delete(name);
  return secrets;
}
