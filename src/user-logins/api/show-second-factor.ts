import type { SecondFactor } from '../second-factors/second-factor.js';
import type { ShownSecondFactor } from './me.schema.js';

/** Without what is secret of it. */
export const showSecondFactor = ({
  id,
  kind,
  name,
  confirmedAt,
  createdAt,
  lastUsedAt,
}: SecondFactor): ShownSecondFactor => ({
  id,
  kind,
  name,
  confirmed: confirmedAt !== null,
  createdAt: createdAt.toISOString(),
  lastUsedAt: lastUsedAt?.toISOString() ?? null,
});
