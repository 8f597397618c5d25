import { Counter, Gauge, type Registry } from 'prom-client';
import type { RecordedCount } from '../audit/recording.js';
import { countedAtMost, type LogState } from '../audit/sequencer/log-state.js';

const SIGNER_AUTHENTICATION = 'signer_authentication.';
const ATTEMPT = 'attempt.';
const attemptOutcomes = new Set(['attempt.started', 'attempt.failed', 'attempt.abandoned']);

/** A counter that is read from counts kept elsewhere, which only grow. */
function counted<Label extends string>(
  registry: Registry,
  name: string,
  help: string,
  labelNames: readonly Label[],
  read: () => readonly { readonly labels: Record<Label, string>; readonly count: number }[],
): void {
  new Counter({
    name,
    help,
    labelNames: [...labelNames],
    registers: [registry],
    collect() {
      this.reset();
      for (const { labels, count } of read()) this.inc(labels, count);
    },
  });
}

/** Adds what this instance has recorded: signer authentications and attempts by outcome, and every event by type. */
export function measureEvents(registry: Registry, counts: () => readonly RecordedCount[]): void {
  const of = (belongs: (type: string) => boolean): readonly RecordedCount[] =>
    counts().filter(({ type }) => belongs(type));
  counted(
    registry,
    'countersign_signer_authentications_total',
    'Signer authentications created and ended in this instance, by outcome and error code.',
    ['outcome', 'code'],
    () =>
      of((type) => type.startsWith(SIGNER_AUTHENTICATION)).map(({ type, code, count }) => ({
        labels: { outcome: type.slice(SIGNER_AUTHENTICATION.length), code: code ?? '' },
        count,
      })),
  );
  counted(
    registry,
    'countersign_attempts_total',
    'Attempts started, failed and abandoned in this instance, by error code.',
    ['outcome', 'code'],
    () =>
      of((type) => attemptOutcomes.has(type)).map(({ type, code, count }) => ({
        labels: { outcome: type.slice(ATTEMPT.length), code: code ?? '' },
        count,
      })),
  );
  counted(registry, 'countersign_audit_events_total', 'Audit events recorded in this instance.', ['type'], () =>
    counts().map(({ type, count }) => ({ labels: { type }, count })),
  );
}

/** Adds where the log over all events stands. It is the same for every instance on one database. */
export function measureLog(registry: Registry, read: () => Promise<LogState>, now: () => Date): void {
  // The gauges of one scrape are collected together and share one reading.
  let reading: Promise<LogState | null> | null = null;
  const state = (): Promise<LogState | null> => {
    reading ??= read()
      .catch(() => null)
      .finally(() => {
        reading = null;
      });
    return reading;
  };
  const gauge = (name: string, help: string, value: (state: LogState) => number): void => {
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        const present = await state();
        if (present === null) this.remove();
        else this.set(value(present));
      },
    });
  };
  gauge('countersign_audit_log_size', 'Leaves in the log over all events.', ({ size }) => size);
  gauge(
    'countersign_audit_log_waiting_events',
    `Events that have no leaf in the log yet, at most ${countedAtMost}.`,
    ({ waiting }) => waiting,
  );
  gauge(
    'countersign_audit_log_lag_seconds',
    'Age of the oldest event that has no leaf in the log yet.',
    ({ waitingSince }) => (waitingSince === null ? 0 : (now().getTime() - waitingSince.getTime()) / 1000),
  );
}
