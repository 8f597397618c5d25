/** Tells progress on standard error: in place on a terminal, else nothing between beginning and end. */
export function reportProgress(phase: string, done: number, total: number): void {
  if (!process.stderr.isTTY) return;
  const share = total === 0 ? 100 : Math.floor((100 * done) / total);
  process.stderr.write(`\r${phase}: ${done} of ${total} (${share} %)\u001b[K${done >= total ? '\n' : ''}`);
}
