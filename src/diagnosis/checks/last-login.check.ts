import type { Finding } from '../check.js';
import type { Evidence } from '../evidence.js';
import { standingFindings, whenFailed } from '../inference/last-failure.js';

/** The last login did not fail by a setting that is still as it was. */
export function checkLastLogin({ subject }: Evidence): Finding[] {
  const { lastFailure } = subject;
  if (lastFailure === null) return [];
  return standingFindings(subject).map(({ id: _id, ...finding }) => ({
    ...finding,
    seen: `${whenFailed(lastFailure)} failed: ${finding.seen}`,
  }));
}
