import type { ReactNode } from 'react';
import { useText } from '../language/use-messages.js';
import { Moment } from './moment.js';

export interface Span {
  readonly key: string;
  readonly label: ReactNode;
  /** Moments; `to` null: without end. */
  readonly from: string;
  readonly to: string | null;
  readonly actions?: ReactNode;
}

const HUNDRED = 100;
/** What has no end is drawn so much further than what has. */
const BEYOND = 0.15;

/** From the first beginning to a little after the last end, now among them. */
function scaleOf(spans: readonly Span[], now: number): (moment: number) => number {
  const begins = Math.min(now, ...spans.map(({ from }) => Date.parse(from)));
  const ends = Math.max(now, ...spans.map(({ from, to }) => Date.parse(to ?? from)));
  const length = Math.max(1, ends - begins) * (1 + BEYOND);
  return (moment) => Math.round(((moment - begins) / length) * HUNDRED * HUNDRED) / HUNDRED;
}

/** Secrets, keys or certificates on one line of time each: what works beside what, and until when. The drawing repeats the words. */
export function Overlap({ spans }: { readonly spans: readonly Span[] }) {
  const text = useText();
  const now = Date.now();
  const at = scaleOf(spans, now);
  return (
    <ul className="overlap">
      {spans.map(({ key, label, from, to, actions }) => (
        <li key={key}>
          <div className="overlap-words">
            <span>{label}</span>
            <span>
              <Moment at={from} /> – {to === null ? text('overlap.noEnd') : <Moment at={to} />}
            </span>
            {actions}
          </div>
          <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" focusable="false">
            <rect className="overlap-track" width="100" height="6" />
            <rect
              className={to !== null && Date.parse(to) <= now ? 'overlap-past' : 'overlap-span'}
              x={at(Date.parse(from))}
              width={Math.max(0.5, (to === null ? HUNDRED : at(Date.parse(to))) - at(Date.parse(from)))}
              height="6"
            />
            <rect className="overlap-now" x={at(now)} width="0.4" height="6" />
          </svg>
        </li>
      ))}
    </ul>
  );
}
