/** How many days ahead an expiry is warned of, each threshold once as an event. Descending. */
const expiryThresholds = [30, 7, 1] as const;

const dayMilliseconds = 86_400_000;

/** The smallest threshold that an expiry has come within; 0 once it has passed; null while it is far or unknown. */
export function expiryThreshold(expiresAt: Date | null, now: Date): number | null {
  if (expiresAt === null) return null;
  const days = (expiresAt.getTime() - now.getTime()) / dayMilliseconds;
  if (days <= 0) return 0;
  return expiryThresholds.findLast((threshold) => days <= threshold) ?? null;
}
