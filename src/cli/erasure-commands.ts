import { Command, Option } from 'commander';
import type { z } from 'zod';
import type { erasureRequestSchema } from '../audit/erasure/api/erasure-request.schema.js';
import type { erasureSchema } from '../audit/erasure/api/erasures.controller.js';
import type { Settings } from '../config/settings.js';
import { printable } from '../verify/printable.js';
import { RunningService, type ServiceOptions, withServiceOptions } from './running-service.js';

type Erasure = z.output<typeof erasureSchema>;
type ErasureRequest = z.output<typeof erasureRequestSchema>;

interface EraseOptions extends ServiceOptions {
  readonly envelope?: string;
  readonly email?: string;
  readonly user?: string;
}

interface ListOptions extends ServiceOptions {
  readonly status: string;
}

interface Page {
  readonly items: readonly ErasureRequest[];
  readonly next: string | null;
}

/** `countersign erasures …`: erases a person, or, where the tenant wants two people for it, asks for it and decides about it. */
export function erasureCommands(settings: () => Settings): Command {
  const erasures = new Command('erasures').description('erasure of personal data');
  const service = (options: ServiceOptions): RunningService => new RunningService(settings(), options);
  withServiceOptions(
    erasures
      .command('erase')
      .description('erases one recipient of one envelope, or one user, for good')
      .option('--envelope <id>', 'the workflow’s own id of the envelope; with --email')
      .option('--email <address>', 'of the recipient')
      .option('--user <id>', 'a user of the tenant, in place of the others'),
  ).action(async ({ envelope, email, user, ...options }: EraseOptions) => {
    const body = { envelopeId: envelope, recipientEmail: email, userId: user };
    console.log(toldOfErasing(await service(options).request<Erasure | ErasureRequest>('POST', '/v1/erasures', body)));
  });
  withServiceOptions(
    erasures
      .command('list')
      .description('lists what was asked for and what became of it, the newest first')
      .addOption(new Option('--status <status>', 'only of this status').default('pending')),
  ).action(async ({ status, ...options }: ListOptions) => {
    const at = service(options);
    let count = 0;
    for (let cursor: string | null = ''; cursor !== null; ) {
      const query = new URLSearchParams({ status, limit: '200', ...(cursor === '' ? {} : { cursor }) });
      const page: Page = await at.request<Page>('GET', `/v1/erasure-requests?${query.toString()}`);
      for (const request of page.items) console.log(lineOf(request));
      count += page.items.length;
      cursor = page.next;
    }
    if (count === 0) console.log(`None is ${status}.`);
  });
  for (const [decision, description] of [
    ['confirm', 'erases what another person has asked for, for good'],
    ['refuse', 'refuses it, or withdraws it: nothing is erased'],
  ] as const) {
    withServiceOptions(erasures.command(decision).argument('<requestId>').description(description)).action(
      async (id: string, options: ServiceOptions) => {
        const path = `/v1/erasure-requests/${encodeURIComponent(id)}/${decision}`;
        console.log(`${id} is ${(await service(options).request<ErasureRequest>('POST', path)).status}.`);
      },
    );
  }
  return erasures;
}

function toldOfErasing(answer: Erasure | ErasureRequest): string {
  if (!('requestedBy' in answer)) return `Erased: ${answer.dataKeyIds.length} keys are destroyed (${answer.id}).`;
  return [
    `Asked for. The tenant wants two people for it: nothing is erased before another one confirms it, by ${answer.expiresAt}.`,
    `They run \`countersign erasures confirm ${answer.id}\` with a key that neither of you has made for the other, or use the console.`,
  ].join('\n');
}

function lineOf({ id, status, subject, requestedBy, requestedAt, expiresAt, mayConfirm }: ErasureRequest): string {
  const who = `asked by ${requestedBy.type} ${requestedBy.id} at ${requestedAt}`;
  const next =
    status === 'pending' ? `, to be confirmed by ${expiresAt}${mayConfirm ? ', you may' : ', by another person'}` : '';
  return `${id}  ${status}  ${printable(wordsOf(subject))}  ${who}${next}`;
}

function wordsOf(subject: ErasureRequest['subject']): string {
  if (subject.kind === 'user') return `user ${subject.userId}`;
  if (subject.kind === 'recipient')
    return `${subject.recipientEmail ?? 'a recipient'} of envelope ${subject.envelopeId}`;
  const { evidenceDays, twoPersonErasure } = subject;
  return `evidence kept for ${evidenceDays === null ? 'ever' : `${evidenceDays} days`}, two people ${twoPersonErasure ? 'on' : 'off'}`;
}
