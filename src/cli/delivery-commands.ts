import { setTimeout as sleep } from 'node:timers/promises';
import { Command } from 'commander';
import type { z } from 'zod';
import type { Settings } from '../config/settings.js';
import type { redeliverySchema } from '../deliveries/outbox/redelivery.js';
import type { deliverySchema } from '../deliveries/records/delivery.schema.js';
import { printable } from '../verify/printable.js';
import { RunningService, type ServiceOptions, withServiceOptions } from './running-service.js';

type Delivery = z.output<typeof deliverySchema>;
type Redelivery = z.output<typeof redeliverySchema>;

interface ListOptions extends ServiceOptions {
  readonly listener?: string;
  readonly envelope?: string;
  readonly status?: string;
  readonly type?: string;
  readonly from?: string;
  readonly to?: string;
  readonly limit: string;
}

interface RedeliverOptions extends ServiceOptions {
  readonly envelope?: string;
  readonly from?: string;
  readonly to?: string;
  readonly givenUp?: boolean;
}

const LOOK_EVERY = 500;

/** `countersign deliveries …`. */
export function deliveryCommands(settings: () => Settings): Command {
  const deliveries = new Command('deliveries').description('what was delivered to listeners');
  withServiceOptions(
    deliveries
      .command('list')
      .description('lists deliveries, those of the newest events first')
      .option('--listener <name>')
      .option('--envelope <id>', "the workflow's id of the envelope")
      .option('--status <status>', 'pending, delivered, failed or given_up')
      .option('--type <type>', 'e.g. signer_authentication.succeeded')
      .option('--from <time>')
      .option('--to <time>')
      .option('--limit <count>', 'at most so many', '50'),
  ).action(async (options: ListOptions) => {
    await list(new RunningService(settings(), options), options);
  });
  withServiceOptions(
    deliveries
      .command('redeliver')
      .argument('<listener>', 'the listener')
      .description('delivers events again and shows how far it is; Ctrl-C leaves it going on')
      .option('--envelope <id>', 'every event of this envelope')
      .option('--from <time>', 'every event from then on; with --to')
      .option('--to <time>', 'the time that every event is before')
      .option('--given-up', 'everything that was given up'),
  ).action(async (listener: string, options: RedeliverOptions) => {
    await redeliver(new RunningService(settings(), options), listener, options);
  });
  return deliveries;
}

async function list(service: RunningService, options: ListOptions): Promise<void> {
  const { listener, envelope: envelopeId, status, type, from, to, limit } = options;
  const asked = Object.entries({ listener, envelopeId, status, type, from, to, limit });
  const query = new URLSearchParams(
    asked.flatMap(([name, value]): [string, string][] => (value === undefined ? [] : [[name, value]])),
  );
  const { items } = await service.request<{ items: Delivery[] }>('GET', `/v1/deliveries?${query.toString()}`);
  for (const item of items) {
    const why = item.code === null ? '' : `  ${item.code}`;
    console.log(
      `${item.occurredAt}  ${item.status.padEnd(9)}  ${item.listener}  ${item.type}  ${printable(item.envelopeId ?? '-')}  ${item.id}${why}`,
    );
  }
  if (items.length === 0) console.log('Nothing fits.');
}

async function redeliver(service: RunningService, listener: string, options: RedeliverOptions): Promise<void> {
  const { envelope, from, to, givenUp } = options;
  const { id, total } = await service.request<{ id: string; total: number }>(
    'POST',
    `/v1/listeners/${encodeURIComponent(listener)}/redeliver`,
    {
      ...(envelope === undefined ? {} : { envelopeId: envelope }),
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
      ...(givenUp === true ? { status: 'given_up' } : {}),
    },
  );
  console.log(`Redelivery ${id} of ${total} events has begun.`);
  for (;;) {
    const progress = await service.request<Redelivery>('GET', `/v1/redeliveries/${id}`);
    const done = progress.delivered + progress.givenUp;
    process.stderr.write(`\r  ${done} of ${total}, ${progress.givenUp} given up`);
    if (progress.status === 'done' || progress.status === 'stopped') {
      process.stderr.write('\n');
      console.log(progress.status === 'done' ? 'Done.' : 'It was stopped.');
      if (progress.givenUp > 0) process.exitCode = 1;
      return;
    }
    await sleep(LOOK_EVERY);
  }
}
