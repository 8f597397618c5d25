import { readFile, rename, writeFile } from 'node:fs/promises';
import { availableParallelism, hostname } from 'node:os';
import { type AuditCheckReport, auditCheck } from '../audit/check/audit-check.js';
import { type CheckMark, openCheckMark, signCheckMark } from '../audit/check/check-mark.js';
import { Difference } from '../audit/check/difference.js';
import type { HeldNote } from '../audit/check/held-roots.js';
import type { CheckExtent, LastCheck } from '../audit/check/last-check.store.js';
import { parseVerifierKey, verifierKeyOf } from '../audit/log/signed-note.js';
import { sizeOfTree } from '../audit/sequencer/tree.store.js';
import { saidBy } from '../errors/thrown.js';
import { namingOption } from '../verify/naming-option.js';
import { printable } from '../verify/printable.js';
import type { AuditTools } from './audit-tools.js';
import { streamsInThreads } from './streams-in-threads.js';

export interface AuditCheckOptions {
  /** Files with checkpoints that somebody keeps. */
  readonly checkpoint: readonly string[];
  /** Verifier keys besides those of this service. */
  readonly key: readonly string[];
  /** Also opens personal data and evidence. */
  readonly sealed: boolean;
  /** File of the mark that an earlier check has left, which this one goes on from and writes anew. */
  readonly since?: string;
  /** How many streams of events are checked at the same time; absent: as many as pay, see `EVENTS_OF_A_THREAD`. */
  readonly threads?: number;
}

const MOST_THREADS = 4;
/** A thread loads what it needs and connects before it checks anything: for fewer events that takes longer than it saves. */
const EVENTS_OF_A_THREAD = 250_000;

/** Checks everything, or what is new since a mark; tells the first difference. @returns the exit code */
export async function runAuditCheck(tools: AuditTools, options: AuditCheckOptions): Promise<number> {
  const startedAt = new Date();
  const origin = (await tools.checkpoints.origins(tools.unitOfWork.reading)).at(-1);
  const signing = origin === undefined ? [] : tools.keys.signing(origin.origin);
  const keys = [
    ...signing.map(verifierKeyOf),
    ...options.key.map((text) => namingOption(`--key ${text}`, () => parseVerifierKey(text))),
  ];
  const left = options.since === undefined ? null : await readMark(options.since);
  const extent: CheckExtent = left === null ? 'whole' : 'new';
  const begun = { checkedAt: startedAt, host: hostname(), sealed: options.sealed };
  try {
    const since = left === null ? null : openCheckMark(left, `mark in ${options.since}`, keys);
    const report = await auditCheck({
      unitOfWork: tools.unitOfWork,
      findKeys: options.sealed ? tools.dataKeys.findAll.bind(tools.dataKeys) : null,
      held: await heldNotes(tools, options.checkpoint),
      keys,
      since,
      streams: await streamsOf(tools, options),
      progress: reportProgress,
    });
    if (options.since !== undefined && origin !== undefined) {
      const mark = { origin: origin.origin, ...report.tree, wholeAt: since?.wholeAt ?? startedAt };
      await writeMark(options.since, signCheckMark(mark, signing));
    }
    const { events, leaves } = report;
    await keepResult(tools, extent, { ...begun, events, leaves, difference: null });
    console.log(inOrder(report, since));
    return 0;
  } catch (error) {
    if (!(error instanceof Difference)) throw error;
    const difference = `${error.place}: ${error.what}`;
    await keepResult(tools, extent, { ...begun, events: null, leaves: null, difference });
    console.error(printable(`NOT IN ORDER. ${difference}`));
    return 1;
  }
}

/** For people to see in the console. A copy that nothing can be written to is checked all the same. */
async function keepResult(
  { unitOfWork, lastChecks }: AuditTools,
  extent: CheckExtent,
  check: LastCheck,
): Promise<void> {
  try {
    await unitOfWork.run((transaction) => lastChecks.keep(transaction, extent, check));
  } catch (error) {
    console.error(`The result is not kept in the database: ${saidBy(error)}`);
  }
}

/** null: in this thread. The embedded database has one connection. */
async function streamsOf(
  { settings, unitOfWork }: AuditTools,
  { threads, sealed }: AuditCheckOptions,
): Promise<ReturnType<typeof streamsInThreads> | null> {
  if (settings.DATABASE_URL === undefined) return null;
  const events = await sizeOfTree(unitOfWork.reading);
  const count = threads ?? Math.min(MOST_THREADS, availableParallelism(), Math.ceil(events / EVENTS_OF_A_THREAD));
  return count <= 1 ? null : streamsInThreads(settings, settings.DATABASE_URL, count, sealed, reportProgress);
}

function inOrder({ events, leaves, waiting, checkpoints }: AuditCheckReport, since: CheckMark | null): string {
  const log = `${leaves} of them in the log, ${waiting} waiting for it, ${checkpoints} checkpoints.`;
  if (since === null) return `In order: ${events} events, ${log}`;
  return (
    `In order: ${events} new events after ${since.size}, ${waiting} of them waiting for the log, ${checkpoints} checkpoints. ` +
    `Everything was checked on ${since.wholeAt.toISOString()}.`
  );
}

/** @returns null where no earlier check has left one, and everything is checked */
async function readMark(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** In place of the former one, whole or not at all. */
async function writeMark(file: string, note: string): Promise<void> {
  await writeFile(`${file}.new`, note);
  await rename(`${file}.new`, file);
}

async function heldNotes(tools: AuditTools, files: readonly string[]): Promise<HeldNote[]> {
  const own = await tools.published.read();
  const held = own === null ? [] : [{ holder: `checkpoint in ${tools.published.place}`, note: own }];
  for (const file of files) held.push({ holder: `checkpoint in ${file}`, note: await readFile(file, 'utf8') });
  return held;
}

/** Tells progress on standard error: in place on a terminal, else nothing between beginning and end. */
function reportProgress(phase: string, done: number, total: number): void {
  if (!process.stderr.isTTY) return;
  const share = total === 0 ? 100 : Math.floor((100 * done) / total);
  process.stderr.write(`\r${phase}: ${done} of ${total} (${share} %)\u001b[K${done >= total ? '\n' : ''}`);
}
