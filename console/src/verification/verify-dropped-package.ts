import './verifier.js';
import { parseVerifierKey } from '../../../src/audit/log/signed-note.js';
import type { Progress, VerificationReport } from '../../../src/verify/report.js';
import { verifyPackage } from '../../../src/verify/verify-package.js';
import { drop } from './yauzl.js';

/**
 * Verifies an evidence package that was dropped here: its bytes stay in this browser, and nothing is asked of any server.
 * @param keys verifier keys, one a line, from whoever the auditor trusts
 * @throws Error when a key is none
 */
export async function verifyDroppedPackage(file: File, keys: string, progress: Progress): Promise<VerificationReport> {
  const given = keys
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  drop(file.name, new Uint8Array(await file.arrayBuffer()));
  return (await verifyPackage(file.name, given.map(parseVerifierKey), progress)).report;
}
