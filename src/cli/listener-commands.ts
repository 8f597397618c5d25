import { Command } from 'commander';
import pc from 'picocolors';
import type { z } from 'zod';
import type { Settings } from '../config/settings.js';
import type { listenerTestSchema } from '../deliveries/testing/listener-test.schema.js';
import { printable } from '../verify/printable.js';
import { RunningService, type ServiceOptions, withServiceOptions } from './running-service.js';

type ListenerTest = z.output<typeof listenerTestSchema>;

/** `countersign listeners …`. Exit code 1 when the listener did not accept. */
export function listenerCommands(settings: () => Settings): Command {
  const listeners = new Command('listeners').description('servers that events are delivered to');
  const test = listeners
    .command('test')
    .argument('<name>', 'the listener')
    .description('has the running service send a listener.test event now, and says what came back');
  withServiceOptions(test).action(async (name: string, options: ServiceOptions) => {
    const service = new RunningService(settings(), options);
    const report = await service.request<ListenerTest>('POST', `/v1/listeners/${encodeURIComponent(name)}/test`);
    console.log(printed(report));
    if (report.verdict === 'fault') process.exitCode = 1;
  });
  return listeners;
}

function printed({ verdict, status, durationMs, checks, answer }: ListenerTest): string {
  const head = `${verdict === 'ok' ? pc.green('accepted') : pc.red('not accepted')} (${status ?? 'no answer'}, ${durationMs} ms)`;
  const faults = checks.flatMap(({ verdict: judged, id, path, seen, remedy }) =>
    judged === 'ok'
      ? []
      : [`${id} at ${path ?? '$'}`, `  seen:   ${printable(seen)}`, `  remedy: ${printable(remedy)}`],
  );
  const body = answer === null || answer.body === '' ? [] : [`  answer: ${printable(answer.body.slice(0, 300))}`];
  return [head, ...faults, ...body].join('\n');
}
