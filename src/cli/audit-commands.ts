import { Command, InvalidArgumentError, Option } from 'commander';
import { beginNewOrigin } from '../audit/checkpoints/begin-new-origin.js';
import { loadCheckpointKeys } from '../audit/checkpoints/checkpoint-keys.js';
import { addCheckpointKey, dropFormerKeys } from '../audit/checkpoints/rotate-checkpoint-key.js';
import { formatVerifierKey, verifierKeyOf } from '../audit/log/signed-note.js';
import type { Settings } from '../config/settings.js';
import { type AuditTools, withAuditTools } from './audit-tools.js';
import { type AuditCheckOptions, runAuditCheck } from './run-audit-check.js';

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

function threadsOf(text: string): number {
  if (!/^\d{1,2}$/.test(text) || Number(text) < 1) throw new InvalidArgumentError('expected 1 to 99');
  return Number(text);
}

/** `countersign audit …`. Exit code 1 when something is not in order. */
export function auditCommands(settings: () => Settings): Command {
  const audit = new Command('audit').description('checks and keeps the audit log');

  audit
    .command('check')
    .description(
      'recomputes every leaf, chain, subtree and checkpoint from the tables; exit 1 names the first difference',
    )
    .option('--checkpoint <file>', 'a checkpoint kept elsewhere that the log must continue (repeatable)', collect, [])
    .option('--key <vkey>', 'a verifier key besides those of this service (repeatable)', collect, [])
    .option(
      '--since <file>',
      'checks only what is new since the check that left this file, which is written anew; everything when there is none',
    )
    .addOption(
      new Option('--threads <count>', 'streams of events that are checked at the same time, on a server').argParser(
        threadsOf,
      ),
    )
    .option('--no-sealed', 'does not open personal data and evidence')
    .action(async (options: AuditCheckOptions) => {
      process.exitCode = await withAuditTools(settings(), (tools) => runAuditCheck(tools, options));
    });

  audit
    .command('new-origin')
    .description('goes on under a new origin after a restore, when the log cannot keep what it has promised')
    .requiredOption('--reason <text>', 'why; it is kept for good')
    .action(async ({ reason }: { reason: string }) => {
      process.exitCode = await withAuditTools(settings(), (tools) => runNewOrigin(tools, reason));
    });

  audit
    .command('rotate-key')
    .description('puts a new checkpoint key before the present one; both sign from the next start on')
    .option('--finish', 'leaves only the newest key')
    .action((options: { finish?: boolean }) => {
      const file = options.finish === true ? dropFormerKeys(settings()) : addCheckpointKey(settings());
      console.log(`${file} is written. Restart every instance, then hand out what /v1/audit/key answers.`);
    });

  return audit;
}

async function runNewOrigin(tools: AuditTools, reason: string): Promise<number> {
  const begun = await beginNewOrigin(tools, reason, new Date());
  if (begun === null) {
    console.error('The log can go on under its present origin: there is nothing to give up.');
    return 1;
  }
  console.log(`The log goes on as ${begun.origin}.\nThe old one could not: ${begun.refusal}`);
  const keys = loadCheckpointKeys(tools.settings).signing(begun.origin);
  console.log('Hand these verifier keys to everyone who verifies:');
  for (const key of keys) console.log(`  ${formatVerifierKey(verifierKeyOf(key))}`);
  return 0;
}
