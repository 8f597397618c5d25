import { type Deployment, deployment, providerBody, startInstance, Workflow } from '../contenders/countersign.js';
import { markdownTable } from '../measuring/markdown-table.js';
import { percentile, short } from '../measuring/statistics.js';
import type { PostgresqlServer } from '../processes/postgresql.js';
import { cpuOf } from '../processes/process-usage.js';
import type { StubProvider } from '../processes/stub-provider.js';

export interface StartUpOptions {
  readonly providers: number;
  /** How often the service is started with none and with all of them. */
  readonly starts: number;
}

interface Starts {
  /** From the start of the process until it is ready, in milliseconds. */
  readonly durations: readonly number[];
  /** CPU time of the process until then, in milliseconds. It says more than the duration where others use the machine too. */
  readonly cpu: readonly number[];
}

async function startAgainAndAgain(made: Deployment, times: number): Promise<Starts> {
  const durations: number[] = [];
  const cpu: number[] = [];
  for (let index = 0; index < times; index += 1) {
    const instance = await startInstance(made);
    durations.push(instance.startedInMs);
    cpu.push(cpuOf(instance.pid));
    await instance.end('SIGTERM');
  }
  return { durations, cpu };
}

/** How long an instance takes until it is ready, on a database whose schema is up to date. */
export async function measureStartUp(
  provider: StubProvider,
  postgresql: PostgresqlServer,
  { providers, starts }: StartUpOptions,
): Promise<string> {
  const made = deployment(await postgresql.createDatabase('start_up'));
  // Once for the migrations, then as any instance starts.
  await (await startInstance(made)).end('SIGTERM');
  const rows: string[][] = [];
  const measure = async (count: number): Promise<void> => {
    const { durations, cpu } = await startAgainAndAgain(made, starts);
    const seconds = (milliseconds: number): string => short(milliseconds / 1000);
    rows.push([
      String(count),
      `${seconds(percentile(durations, 0.5))} s (${seconds(Math.min(...durations))} to ${seconds(Math.max(...durations))})`,
      `${seconds(percentile(cpu, 0.5))} s`,
      '< 2 s',
    ]);
  };
  await measure(0);
  const filling = await startInstance(made);
  const workflow = new Workflow(filling.origin, made.apiKey);
  for (let index = 0; index < providers; index += 1)
    await workflow.post('/v1/providers', providerBody(`provider-${index}`, provider.issuer, false));
  await filling.end('SIGTERM');
  await measure(providers);
  return markdownTable(['providers', `ready after (median of ${starts})`, 'CPU time', 'limit'], rows);
}
