import { readFile } from 'node:fs/promises';
import { auditCheck } from '../audit/check/audit-check.js';
import { Difference } from '../audit/check/difference.js';
import type { HeldNote } from '../audit/check/held-roots.js';
import { parseVerifierKey, verifierKeyOf } from '../audit/log/signed-note.js';
import type { AuditTools } from './audit-tools.js';

export interface AuditCheckOptions {
  /** Files with checkpoints that somebody keeps. */
  readonly checkpoint: readonly string[];
  /** Verifier keys besides those of this service. */
  readonly key: readonly string[];
  /** Also opens personal data and evidence. */
  readonly sealed: boolean;
}

/** Checks everything; tells the first difference. @returns the exit code */
export async function runAuditCheck(tools: AuditTools, options: AuditCheckOptions): Promise<number> {
  const origin = (await tools.checkpoints.origins(tools.unitOfWork.reading)).at(-1);
  const own = origin === undefined ? [] : tools.keys.signing(origin.origin).map(verifierKeyOf);
  try {
    const report = await auditCheck({
      unitOfWork: tools.unitOfWork,
      sealed: options.sealed ? tools.sealed : null,
      held: await heldNotes(tools, options.checkpoint),
      keys: [...own, ...options.key.map(parseVerifierKey)],
      progress: reportProgress,
    });
    console.log(
      `In order: ${report.events} events, ${report.leaves} of them in the log, ${report.waiting} waiting for it, ` +
        `${report.checkpoints} checkpoints.`,
    );
    return 0;
  } catch (error) {
    if (!(error instanceof Difference)) throw error;
    console.error(`NOT IN ORDER. ${error.place}: ${error.what}`);
    return 1;
  }
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
