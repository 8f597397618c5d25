import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import pc from 'picocolors';
import type { Settings } from '../config/settings.js';
import { checksOfFaults } from '../diagnosis/body-faults.js';
import type { Check } from '../diagnosis/check.js';
import { diagnose } from '../diagnosis/diagnose.js';
import { type DiagnosisReport, reportOf } from '../diagnosis/diagnosis-report.js';
import { OwnTokenAllowance } from '../diagnosis/probes/token-allowance.js';
import { subjectOfBody } from '../diagnosis/subject-of-body.js';
import { printable } from '../verify/printable.js';

interface DiagnoseOptions {
  readonly file: string;
  readonly tenant: string;
  readonly redirectUri?: string;
  readonly json?: boolean;
  readonly all?: boolean;
}

/** `countersign diagnose`. Needs neither database nor service; exit code 1 on a fault. */
export function diagnoseCommand(settings: () => Settings): Command {
  return new Command('diagnose')
    .description('checks a provider as POST /v1/provider-diagnoses does, without saving anything; exit 1 on a fault')
    .requiredOption('--file <provider.json>', 'the body of POST /v1/providers; - reads standard input')
    .option('--tenant <name>', 'the tenant, which is part of the redirect URI', 'default')
    .option('--redirect-uri <uri>', 'the redirect URI to check, when it is another one')
    .option('--all', 'shows also what is in order or could not be looked at')
    .option('--json', 'writes the report as JSON')
    .action(async (options: DiagnoseOptions) => {
      const report = await diagnoseFile(options, settings());
      console.log(options.json === true ? JSON.stringify(report, null, 2) : printed(report, options.all === true));
      if (report.verdict === 'fault') process.exitCode = 1;
    });
}

async function diagnoseFile(options: DiagnoseOptions, settings: Settings): Promise<DiagnosisReport> {
  const read = await subjectOfBody(await readBody(options.file), {
    allowHttp: settings.OUTBOUND_ALLOW_HTTP,
    publicUrl: settings.PUBLIC_URL,
    tenantId: options.tenant,
    tenantName: options.tenant,
    redirectUri: options.redirectUri,
  });
  if ('faults' in read) return reportOf(checksOfFaults(read.faults));
  const now = () => new Date();
  const { OUTBOUND_ALLOWED_CIDRS: allowedCidrs, OUTBOUND_ALLOW_HTTP: allowHttp } = settings;
  return await diagnose(read.subject, { allowedCidrs, allowHttp }, now, new OwnTokenAllowance(now));
}

async function readBody(file: string): Promise<unknown> {
  const text = file === '-' ? await readStandardInput() : await readFile(file, 'utf8');
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new Error(`${file === '-' ? 'Standard input' : file} is no JSON document`, { cause });
  }
}

async function readStandardInput(): Promise<string> {
  let text = '';
  for await (const chunk of process.stdin) text += String(chunk);
  return text;
}

const marks: Readonly<Record<Check['verdict'], string>> = {
  fault: pc.bold(pc.red('✗ fault')),
  warning: pc.yellow('! warning'),
  ok: pc.green('✓ ok'),
  'not-applicable': pc.dim('- not applicable'),
};

const countLabels: Readonly<Record<Check['verdict'], string>> = {
  fault: 'faults',
  warning: 'warnings',
  ok: 'ok',
  'not-applicable': 'not applicable',
};

/** The report for people: faults and warnings in full, the rest counted, unless all of it is asked for. */
function printed({ verdict, checks }: DiagnosisReport, all: boolean): string {
  const telling = checks.filter((check) => all || check.verdict === 'fault' || check.verdict === 'warning');
  const counts = (['fault', 'warning', 'ok', 'not-applicable'] as const)
    .map((one) => `${countLabels[one]} ${checks.filter((check) => check.verdict === one).length}`)
    .join(', ');
  const conclusion =
    verdict === 'fault' ? pc.red(`Logins will not work: ${counts}.`) : pc.green(`No fault: ${counts}.`);
  return [...telling.map(printedCheck), conclusion].join('\n\n');
}

function printedCheck({ id, verdict, path, seen, expected, remedy }: Check): string {
  const line = (name: string, text: string) => `  ${pc.dim(name.padEnd(9))} ${printable(text)}`;
  return [
    `${marks[verdict]} ${pc.bold(printable(path))} ${pc.dim(`(${id})`)}`,
    line('seen', seen),
    line('expected', expected),
    ...(remedy === null ? [] : [line('remedy', remedy)]),
  ].join('\n');
}
