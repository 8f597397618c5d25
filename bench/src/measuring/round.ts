import { setTimeout as sleep } from 'node:timers/promises';
import type { Contender } from '../contenders/contender.js';
import type { PostgresqlServer } from '../processes/postgresql.js';
import { cpuOf } from '../processes/process-usage.js';

/** What one round of logins took; sums, so that rounds can be added up. */
export interface Measured {
  readonly logins: number;
  readonly seconds: number;
  /** Duration of each login in milliseconds. */
  readonly durations: readonly number[];
  readonly cpuMs: number;
  readonly databaseCpuMs: number;
  readonly writingTransactions: number;
  readonly providerCalls: number;
  /** Logins that did not end as they should. */
  readonly failed: number;
}

/**
 * Runs logins, so many at a time, for a while.
 * @param failures takes what went wrong, and the round goes on; left out, the first failure ends it
 * @returns the duration of each login that succeeded, in milliseconds
 */
export async function runLogins(
  logIn: () => Promise<unknown>,
  atOnce: number,
  milliseconds: number,
  failures?: unknown[],
): Promise<number[]> {
  const durations: number[] = [];
  const end = performance.now() + milliseconds;
  const one = async (): Promise<void> => {
    while (performance.now() < end) {
      const startedAt = performance.now();
      try {
        await logIn();
        durations.push(performance.now() - startedAt);
      } catch (error) {
        if (failures === undefined) throw error;
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, one));
  return durations;
}

/** Logs in so often, a few at a time, before anything is measured. */
export const warmUp = (logIn: () => Promise<unknown>, times: number): Promise<void> => logInOften(logIn, times, 8);

/** Logs in so often, so many at a time. */
export async function logInOften(logIn: () => Promise<unknown>, times: number, atOnce: number): Promise<void> {
  let left = times;
  const some = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await logIn();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, some));
}

/** Measures one round of one contender, with everything that it uses counted before and after. */
export async function measureRound(
  contender: Contender,
  postgresql: PostgresqlServer,
  providerCalls: () => Promise<number>,
  atOnce: number,
  milliseconds: number,
): Promise<Measured> {
  const before = {
    transaction: await postgresql.nextTransactionId(),
    calls: await providerCalls(),
    database: postgresql.cpuMs(),
    cpu: cpuOf(contender.process.pid),
  };
  const startedAt = performance.now();
  const failures: unknown[] = [];
  const durations = await runLogins(contender.logIn, atOnce, milliseconds, failures);
  for (const failure of failures) console.error(failure instanceof Error ? failure.message : failure);
  const seconds = (performance.now() - startedAt) / 1000;
  // What a login leaves to be done later (the Merkle tree) belongs to it.
  await sleep(400);
  return {
    logins: durations.length,
    seconds,
    durations,
    cpuMs: cpuOf(contender.process.pid) - before.cpu,
    databaseCpuMs: postgresql.cpuMs() - before.database,
    writingTransactions: (await postgresql.nextTransactionId()) - before.transaction,
    providerCalls: (await providerCalls()) - before.calls,
    failed: failures.length,
  };
}

export function sum(rounds: readonly Measured[]): Measured {
  const total = (member: Exclude<keyof Measured, 'durations'>): number =>
    rounds.reduce((accumulated, round) => accumulated + round[member], 0);
  return {
    logins: total('logins'),
    seconds: total('seconds'),
    durations: rounds.flatMap(({ durations }) => durations),
    cpuMs: total('cpuMs'),
    databaseCpuMs: total('databaseCpuMs'),
    writingTransactions: total('writingTransactions'),
    providerCalls: total('providerCalls'),
    failed: total('failed'),
  };
}
