import pico from 'picocolors';
import type { z } from 'zod';
import type { handbackResponseSchema } from '../src/signer-authentications/api/signer-authentication.schema.js';

export type Redeemed = z.output<typeof handbackResponseSchema>;

export interface TrailEvent {
  readonly sequence: number;
  readonly type: string;
  readonly time: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Prints what a login ended with, as a workflow reads it. */
export function printOutcome(outcome: Redeemed): void {
  const colour = outcome.status === 'succeeded' ? pico.green : pico.red;
  console.log(
    `\n  ${colour(outcome.status)} at ${String(outcome.provider)} (revision ${String(outcome.revision)}), subject ${String(outcome.subject?.sub)} of ${String(outcome.subject?.issuer)}`,
  );
  for (const verdict of outcome.verdicts) {
    console.log(
      `    ${verdict.result.padEnd(10)} ${verdict.source} ${pico.bold(verdict.path)} → ${verdict.target}  ${pico.dim(verdict.detail)}`,
    );
  }
  for (const [field, { before, after }] of Object.entries(outcome.updates))
    console.log(`    ${pico.cyan('update')}     ${field}: ${before ?? '(none)'} → ${after}`);
  if (outcome.failure !== undefined) console.log(`    ${pico.red(outcome.failure.code)}: ${outcome.failure.detail}`);
}

function noteOf({ type, data }: TrailEvent): string {
  if (type !== 'attempt.resource_fetched') return '';
  const sent = Array.isArray(data['tokenSentAs']) ? data['tokenSentAs'].join(' + ') : '';
  return `${String(data['resource'])}, call ${String(data['call'])}: token as ${sent} → HTTP ${String(data['status'])}`;
}

/** Prints the trail of an envelope. */
export function printTrail(events: readonly TrailEvent[]): void {
  console.log('');
  for (const event of events)
    console.log(
      `    ${String(event.sequence).padStart(2)}  ${event.time}  ${event.type.padEnd(34)} ${pico.dim(noteOf(event))}`,
    );
}
