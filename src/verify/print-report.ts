import picocolors from 'picocolors';
import { printable } from './printable.js';
import type { Progress, VerificationReport } from './report.js';

/** Writes a report for people: what was verified, line by line, and the first lie. */
export function printReport(report: VerificationReport): void {
  console.log(printable(report.subject));
  for (const { check, detail } of report.verified) {
    console.log(`  ${picocolors.green('true')}  ${check.padEnd(14)} ${printable(detail)}`);
  }
  if (report.lie === null) console.log('Nothing in it is untrue.');
  else console.log(`  ${picocolors.red('LIE')}   ${printable(report.lie.place)}: ${printable(report.lie.what)}`);
}

/** Tells progress on a terminal, where long work would look dead. */
export const printProgress: Progress = (phase, done, total) => {
  if (!process.stderr.isTTY) return;
  const share = total === 0 ? 100 : Math.floor((100 * done) / total);
  process.stderr.write(`\r${phase}: ${done} of ${total} (${share} %)\u001b[K${done >= total ? '\r\u001b[K' : ''}`);
};
