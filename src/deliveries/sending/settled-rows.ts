import { storableText } from '../../database/storable-text.js';
import type { DeliveryEnd } from './delivery-results.js';

/** Whose results they are. */
interface SettledFor {
  readonly listener_id: string;
  readonly tenant_id: string;
  readonly lease: string;
}

/** An end with what is kept of its answer, sealed, in base64. */
interface SettledEnd {
  readonly end: DeliveryEnd;
  readonly answer: string | null;
}

/** Of values that need no quotes in it: ids, numbers, times. */
const arrayOf = (values: readonly (string | number)[]): string => `{${values.join(',')}}`;

/** Whether the schedule of a delivery begins with this try. */
const begins = ({ roundBeganAt, result }: DeliveryEnd): boolean => roundBeganAt?.getTime() === result.made.at.getTime();

/** Whether two say the same but for ids and times. May say no though they do. */
function areAlike(one: SettledEnd, other: SettledEnd): boolean {
  const { made } = one.end.result;
  const { made: otherMade } = other.end.result;
  return (
    made.verdict.kind === 'accepted' &&
    otherMade.verdict.kind === 'accepted' &&
    made.authentication === otherMade.authentication &&
    made.status === otherMade.status &&
    made.path === otherMade.path &&
    one.answer === null &&
    other.answer === null &&
    one.end.status === other.end.status &&
    one.end.round === other.end.round &&
    one.end.result.erased === other.end.result.erased &&
    begins(one.end) &&
    begins(other.end)
  );
}

/** All but ids and times of the try. */
function saidOf(of: SettledFor, { end, answer }: SettledEnd): string {
  const { result, status, code, round, roundBeganAt, retryAt, counts } = end;
  const { made, erased } = result;
  const { verdict } = made;
  return JSON.stringify({
    ...of,
    outcome: status,
    code,
    round,
    begins: begins(end),
    round_began_at: roundBeganAt,
    retry_at: retryAt,
    counts: counts ? 1 : 0,
    erased,
    status: made.status,
    try_code: 'code' in verdict ? verdict.code : null,
    detail: 'detail' in verdict ? storableText(verdict.detail) : null,
    path: made.path,
    authentication: made.authentication,
    answer,
  });
}

/**
 * What became of deliveries, as the statement that settles them takes it. Most were accepted at the first try and differ by their ids
 * and times: those go as arrays, and all else once for many that are alike. As an object each, reading them was two fifths of what
 * settling cost the server.
 */
export class SettledRows {
  private readonly deliveries: string[] = [];
  private readonly streams: string[] = [];
  private readonly tries: string[] = [];
  private readonly numbers: number[] = [];
  private readonly times: string[] = [];
  private readonly durations: number[] = [];
  private readonly places: number[] = [];
  private readonly said: string[] = [];

  /** @param ends of one listener */
  add(of: SettledFor, ends: readonly SettledEnd[]): void {
    let last: SettledEnd | null = null;
    for (const settled of ends) {
      const { delivery, made } = settled.end.result;
      this.deliveries.push(delivery.id);
      this.streams.push(delivery.event.streamId);
      this.tries.push(made.id);
      this.numbers.push(delivery.tries + 1);
      this.times.push(made.at.toISOString());
      this.durations.push(made.durationMs);
      if (last === null || !areAlike(last, settled)) this.said.push(saidOf(of, settled));
      this.places.push(this.said.length - 1);
      last = settled;
    }
  }

  /** In the order of the statement. @param now when those that end have ended */
  parameters(now: Date): unknown[] {
    const arrays = [this.deliveries, this.streams, this.tries, this.numbers, this.times, this.durations, this.places];
    // To what it says each adds the place that others know it by.
    const said = this.said.map((one, place) => `{"place":${place},${one.slice(1)}`);
    return [`[${said.join(',')}]`, now, ...arrays.map(arrayOf)];
  }
}
