import type { Leniency } from '../providers/provider-configuration.js';

/** The end of a refusal's detail, where one leniency would have let the answer pass. */
export function wouldPassWith(leniency: Leniency): string {
  return `; the leniency ${leniency} would accept it`;
}

/** The leniency that the end of a detail names; null when none would have helped. */
export function leniencyNamedIn(detail: string): string | null {
  return /; the leniency ([a-z0-9-]+) would accept it$/.exec(detail)?.[1] ?? null;
}
