import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { Command } from 'commander';
import { openCheckpoint } from '../audit/log/checkpoint.js';
import { serviceVersion } from '../version.js';
import { readGivenKeys } from './given-keys.js';
import { Lie } from './lie.js';
import { namingOption } from './naming-option.js';
import { PackageReader } from './package-reader.js';
import { printProgress, printReport } from './print-report.js';
import type { VerificationReport } from './report.js';
import { type KeptCheckpoint, verifyLog } from './verify-log.js';
import { verifyPackage } from './verify-package.js';

interface Options {
  readonly key: readonly string[];
  readonly log?: string;
  readonly checkpoint: readonly string[];
  readonly json?: boolean;
}

const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

/** @throws Error that names the file: one that is not there is no lie */
function requireFile(file: string): void {
  try {
    accessSync(file, constants.R_OK);
  } catch (cause) {
    throw new Error(`${file}: there is no such file, or it may not be read`, { cause });
  }
  if (statSync(file).isDirectory()) throw new Error(`${file}: is a directory, expected an evidence package`);
}

/** Before any of them is verified. @throws Error that names the file: what cannot be opened says nothing that could be a lie */
async function requirePackage(file: string): Promise<void> {
  requireFile(file);
  await PackageReader.open(file).then(
    (reader) => {
      reader.close();
    },
    (error: unknown) => {
      if (!(error instanceof Lie)) throw error;
    },
  );
}

async function verify(packages: readonly string[], options: Options): Promise<readonly VerificationReport[]> {
  const keys = readGivenKeys(options.key);
  for (const file of packages) await requirePackage(file);
  const reports: VerificationReport[] = [];
  const kept: KeptCheckpoint[] = options.checkpoint.map((file) => ({
    holder: file,
    checkpoint: namingOption(`--checkpoint ${file}`, () => openCheckpoint(readFileSync(file, 'utf8'), keys)),
  }));
  for (const file of packages) {
    const { report, checkpoint } = await verifyPackage(file, keys, printProgress);
    reports.push(report);
    if (checkpoint !== null) kept.push({ holder: file, checkpoint });
  }
  if (options.log !== undefined) reports.push(await verifyLog(options.log, keys, kept, printProgress));
  return reports;
}

/** `countersign-verify`. Exit code 1 when something is not true. */
export function verifyProgram(): Command {
  const program = new Command('countersign-verify')
    .description(
      'Verifies evidence packages, and whole logs, with nothing but the verifier key of the log. Exit 0: everything is true; ' +
        '1: something is not, the first such thing is named; 2: nothing could be verified.',
    )
    .version(serviceVersion)
    .argument('[package...]', 'evidence packages (zip)')
    .requiredOption('--key <key>', 'verifier key name+hash+base64, or a file of them (repeatable)', collect)
    .option('--log <url>', 'walks the whole log by its tiles, e.g. https://sign.example/v1/audit/tiles')
    .option('--checkpoint <file>', 'a checkpoint that you kept, which the log must continue (repeatable)', collect, [])
    .option('--json', 'writes the reports as JSON');
  return program.action(async (packages: string[]) => {
    const options = program.opts<Options>();
    if (packages.length === 0 && options.log === undefined) program.error('Give a package, or --log');
    const reports = await verify(packages, options);
    if (options.json === true) console.log(JSON.stringify(reports, null, 2));
    else reports.forEach(printReport);
    process.exitCode = reports.some((report) => report.lie !== null) ? 1 : 0;
  });
}
