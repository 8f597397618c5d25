import { dateTimeFormat, numberFormat } from '../language/formats.js';
import { useLocale } from '../language/use-messages.js';

/** A moment in the person's own time zone; the exact one, as the trail has it, stands in the element. */
export function Moment({
  at,
  seconds = false,
}: {
  readonly at: string | null | undefined;
  readonly seconds?: boolean;
}) {
  const locale = useLocale();
  if (at === null || at === undefined) return <>–</>;
  const format = dateTimeFormat(locale, { dateStyle: 'medium', timeStyle: seconds ? 'medium' : 'short' });
  return (
    <time dateTime={at} title={at} className="moment">
      {format.format(new Date(at))}
    </time>
  );
}

/** Milliseconds as people read them. */
export function Duration({ ms }: { readonly ms: number | null | undefined }) {
  const locale = useLocale();
  if (ms === null || ms === undefined) return <>–</>;
  const seconds = ms >= 1000;
  const format = numberFormat(locale, {
    style: 'unit',
    unit: seconds ? 'second' : 'millisecond',
    maximumFractionDigits: seconds ? 1 : 0,
  });
  return <>{format.format(seconds ? ms / 1000 : ms)}</>;
}

export function Count({ value }: { readonly value: number }) {
  return <>{numberFormat(useLocale(), {}).format(value)}</>;
}
