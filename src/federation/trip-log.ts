import type { ErrorCode } from '../errors/catalogue.js';
import { CountersignError } from '../errors/countersign-error.js';
import type { OutboundAnswer } from '../outbound/outbound-call.js';
import { traced } from '../tracing/active-span.js';
import { translated } from './refusal.js';
import type { StepRecord, TripStep } from './trip.js';

type Mutable<T> = { -readonly [Member in keyof T]: T[Member] };

interface StepIdentity {
  readonly step: TripStep;
  readonly name?: string;
  readonly call?: number;
}

/** What a step may add to its record while it runs. */
export interface StepNotes {
  /** @param url Without token, code, or secret. */
  requested(request: NonNullable<StepRecord['request']>): void;
  answered(answer: OutboundAnswer): void;
  note(detail: string): void;
}

/** Collects what happened on one trip, in order. Every step leaves exactly one record, also when it fails. */
export class TripLog {
  readonly #steps: StepRecord[] = [];
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
  }

  get steps(): readonly StepRecord[] {
    return this.#steps;
  }

  /**
   * Runs one step. What it throws is recorded with its code and thrown on; a call without an answer becomes a code of the step.
   */
  step<Result>(identity: StepIdentity, work: (notes: StepNotes) => Promise<Result> | Result): Promise<Result> {
    return traced({
      describe: () => ({
        name: identity.step,
        kind: 'internal',
        attributes: identity.name === undefined ? {} : { 'countersign.federation.resource': identity.name },
      }),
      work: () => this.#recorded(identity, work),
    });
  }

  async #recorded<Result>(
    identity: StepIdentity,
    work: (notes: StepNotes) => Promise<Result> | Result,
  ): Promise<Result> {
    const startedAt = this.#now();
    const started = performance.now();
    const seen: Partial<Mutable<StepRecord>> = {};
    const notes: StepNotes = {
      requested: (request) => {
        seen.request = request;
      },
      answered: ({ status, mediaType, body }) => {
        seen.response = { status, mediaType, bytes: body.byteLength };
      },
      note: (detail) => {
        seen.detail = detail;
      },
    };
    const record = (outcome: 'ok' | ErrorCode) => {
      const durationMs = Math.round((performance.now() - started) * 10) / 10;
      this.#steps.push({ ...identity, startedAt, durationMs, ...seen, outcome });
    };
    try {
      const result = await work(notes);
      record('ok');
      return result;
    } catch (error) {
      const refused = translated(identity.step, error);
      if (refused instanceof CountersignError) {
        if (refused.detail !== undefined) seen.detail = refused.detail;
        record(refused.code);
      }
      throw refused;
    }
  }
}
