import { checksOfFaults } from '../../../src/diagnosis/body-faults.js';
import { diagnose } from '../../../src/diagnosis/diagnose.js';
import { type DiagnosisReport, reportOf } from '../../../src/diagnosis/diagnosis-report.js';
import { OwnTokenAllowance, type TokenAllowance } from '../../../src/diagnosis/probes/token-allowance.js';
import { subjectOfBody } from '../../../src/diagnosis/subject-of-body.js';

export const REDIRECT_URI = 'https://sign.example/callback/acme/seeded';

interface DiagnosedOptions {
  readonly now?: () => Date;
  readonly allowedCidrs?: readonly string[];
  readonly allowHttp?: boolean;
  /** Default: enough for everything that a diagnosis may ask, so that what it can find out is tested in one. */
  readonly allowance?: TokenAllowance;
}

const everything = 100;

/** Diagnoses a provider body as the command line does. */
export async function diagnosed(body: unknown, options: DiagnosedOptions = {}): Promise<DiagnosisReport> {
  const allowHttp = options.allowHttp ?? true;
  const read = await subjectOfBody(body, {
    allowHttp,
    publicUrl: 'https://sign.example',
    tenantId: '00000000-0000-4000-8000-000000000000',
    tenantName: 'acme',
  });
  if ('faults' in read) return reportOf(checksOfFaults(read.faults));
  const settings = {
    allowedCidrs: options.allowedCidrs ?? ['127.0.0.0/8', '::1/128'],
    allowHttp,
  };
  const now = options.now ?? (() => new Date());
  return await diagnose(read.subject, settings, now, options.allowance ?? new OwnTokenAllowance(now, everything));
}

/** The setting that the report names first, or what it says instead. */
export function firstFault({ checks, verdict }: DiagnosisReport): string {
  const [first] = checks;
  return first?.verdict === 'fault' ? first.path : `no fault: ${verdict}`;
}
