const HOUR = 3_600_000;

/** A time, from the first moment to the one before the last. */
interface Range {
  readonly from: Date;
  readonly to: Date;
}

/** How a time is answered: by whole hours that are counted already, and by counting what lies before and after them. */
interface SplitRange {
  /** null: no whole hour of it is counted. */
  readonly counted: Range | null;
  readonly uncounted: readonly Range[];
}

/** The beginning of the hour that a moment is in. Pure. */
export function hourOf(moment: Date): Date {
  return new Date(Math.floor(moment.getTime() / HOUR) * HOUR);
}

/**
 * Splits a time where counted hours begin and end. Pure.
 * @param until up to when hours are counted; null: none is
 */
export function splitRange(from: Date, to: Date, until: Date | null): SplitRange {
  const first = new Date(Math.ceil(from.getTime() / HOUR) * HOUR);
  const last = until !== null && until < to ? until : hourOf(to);
  if (until === null || last <= first) return { counted: null, uncounted: [{ from, to }] };
  const edges = [
    { from, to: first },
    { from: last, to },
  ];
  return { counted: { from: first, to: last }, uncounted: edges.filter((edge) => edge.from < edge.to) };
}
