import type { components } from '../../api/schema.js';
import { dateTimeFormat } from '../../language/formats.js';
import { useLocale, useText } from '../../language/use-messages.js';
import { Count, Duration } from '../../parts/moment.js';
import { Section } from '../../parts/section.js';

type Statistics = components['schemas']['LoginStatistics'];
type Hour = Statistics['items'][number];

const HOUR = 3_600_000;
const outcomes = ['succeeded', 'failed', 'abandoned', 'underway'] as const;

/** Each hour of the range, those without any login as well. */
function hoursOf({ from, to, items }: Statistics): readonly (Pick<Hour, 'at'> & Partial<Hour>)[] {
  const known = new Map(items.map((item) => [new Date(item.at).getTime(), item]));
  const begin = new Date(from).getTime();
  const count = Math.ceil((new Date(to).getTime() - begin) / HOUR);
  return Array.from({ length: count }, (_, index) => {
    const at = begin + index * HOUR;
    return known.get(at) ?? { at: new Date(at).toISOString() };
  });
}

/** Logins of the last day, by the hour, in bars of SVG and as a table for whoever does not see them. */
export function Logins({ statistics }: { readonly statistics: Statistics }) {
  const text = useText();
  const sum = (outcome: 'logins' | (typeof outcomes)[number]): number =>
    statistics.items.reduce((total, item) => total + item[outcome], 0);
  const latest = statistics.items.filter(({ medianMs }) => medianMs !== null).at(-1);
  return (
    <Section title={text('overview.logins')}>
      <dl className="figures">
        {(['logins', 'succeeded', 'failed', 'abandoned'] as const).map((outcome) => (
          <div key={outcome}>
            <dt>{text(`overview.${outcome}`)}</dt>
            <dd>
              <Count value={sum(outcome)} />
            </dd>
          </div>
        ))}
        <div>
          <dt>{text('overview.median')}</dt>
          <dd>
            <Duration ms={latest?.medianMs} />
          </dd>
        </div>
        <div>
          <dt>{text('overview.p95')}</dt>
          <dd>
            <Duration ms={latest?.p95Ms} />
          </dd>
        </div>
      </dl>
      <Bars statistics={statistics} />
    </Section>
  );
}

const HEIGHT = 100;
const WIDTH = 12;

function Bars({ statistics }: { readonly statistics: Statistics }) {
  const text = useText();
  const locale = useLocale();
  const hours = hoursOf(statistics);
  const most = Math.max(1, ...statistics.items.map(({ logins }) => logins));
  const hour = dateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });
  // A day later it is the same hour again.
  const moment = dateTimeFormat(locale, { weekday: 'short', hour: '2-digit', minute: '2-digit' });
  return (
    <figure className="bars">
      <svg
        viewBox={`0 0 ${hours.length * WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={text('overview.perHour')}
      >
        {hours.map((item, index) => {
          let top = HEIGHT;
          return outcomes.map((outcome) => {
            const height = ((item[outcome] ?? 0) / most) * HEIGHT;
            top -= height;
            return height === 0 ? null : (
              <rect
                key={`${item.at} ${outcome}`}
                className={outcome}
                x={index * WIDTH + 1}
                y={top}
                width={WIDTH - 2}
                height={height}
              >
                <title>{`${hour.format(new Date(item.at))} ${text(`overview.${outcome}`)}: ${item[outcome] ?? 0}`}</title>
              </rect>
            );
          });
        })}
      </svg>
      <figcaption>
        {moment.format(new Date(statistics.from))} – {moment.format(new Date(statistics.to))}
        {outcomes.map((outcome) => (
          <span key={outcome} className={`key ${outcome}`}>
            {text(`overview.${outcome}`)}
          </span>
        ))}
      </figcaption>
    </figure>
  );
}
