import pico from 'picocolors';
import type { z } from 'zod';
import type { handbackResponseSchema } from '../src/signer-authentications/api/signer-authentication.schema.js';
import type { VerifiedEvent } from '../test/support/verifying-listener.js';
import type { IntegrationReport } from './integration.js';

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

const verifications = {
  v1: 'HMAC-SHA256 with the secret that was shown once',
  v1a: 'Ed25519 with the public key of the tenant',
  docusign: "HMAC-SHA256 as DocuSign's",
} as const;

/** Prints an event that the workflow received, and what it verified before it read it. */
export function printVerified({ delivery, token }: VerifiedEvent): void {
  const { type, data } = delivery.event;
  console.log(`\n  The workflow receives ${pico.bold(type)} of ${String(data.envelopeId)}, ${String(data.workstepId)}`);
  for (const [what, how] of [
    ['signature', `${verifications[delivery.verifiedBy]}, over id, time and the bytes of the body`],
    ['token', `issued to ${String(token.clientId)} by ${String(token.claims.iss)} for ${token.scopes.join(' ')}`],
    ['binding', `the certificate of this very connection, x5t#S256 ${token.thumbprint}`],
  ] as const)
    console.log(`    ${pico.green('verified')}   ${what.padEnd(9)} ${pico.dim(how)}`);
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

/** Prints what a system integration did with a token that is bound to its certificate. */
export function printIntegration(report: IntegrationReport): void {
  const { clientName, scope, boundTo, certificate, events, withoutCertificate } = report;
  const bound =
    boundTo === certificate.thumbprint ? `bound to its certificate, x5t#S256 ${boundTo}` : 'bound to nothing';
  console.log('');
  for (const [colour, what, how] of [
    [pico.green, 'token', `issued to ${clientName} for ${scope}, ${bound}`],
    [pico.green, 'read', `${events} events of the trail, over the connection with that certificate`],
    [pico.yellow, 'refused', `the same token without it: ${withoutCertificate.status} ${withoutCertificate.code}`],
  ] as const)
    console.log(`    ${colour(what.padEnd(10))} ${pico.dim(how)}`);
}
