import type { Settings } from '../config/settings.js';
import { serviceVersion } from '../version.js';
import { runChecks } from './checks.js';
import { type DiagnosisReport, reportOf } from './diagnosis-report.js';
import type { DiagnosisSubject } from './diagnosis-subject.js';
import { evidenceOf } from './evidence.js';
import { observe } from './observe.js';
import { ObservedOutbound } from './probes/observed-outbound.js';
import type { TokenAllowance } from './probes/token-allowance.js';

type DiagnosisSettings = Pick<Settings, 'OUTBOUND_ALLOWED_CIDRS' | 'OUTBOUND_ALLOW_HTTP'>;

/**
 * Of a provider that fails each failure is to be seen, and not the first five only; all probes may be under way at once. A
 * diagnosis makes a bounded number of calls, so it needs neither circuit nor slots.
 */
const limits = { failuresToOpen: 1_000, concurrentCalls: 64 };

/** Looks at a provider: gathers what can be seen, then judges it. Needs no database, changes nothing, ends within 20 seconds. */
export async function diagnose(
  subject: DiagnosisSubject,
  settings: DiagnosisSettings,
  now: () => Date,
  allowance: TokenAllowance,
): Promise<DiagnosisReport> {
  const allowedCidrs = settings.OUTBOUND_ALLOWED_CIDRS;
  const userAgent = `Countersign/${serviceVersion}`;
  const allowHttp = settings.OUTBOUND_ALLOW_HTTP;
  const outbound = new ObservedOutbound({ allowedCidrs, allowHttp, userAgent, limits }, now);
  try {
    const observed = await observe(subject, outbound, { allowedCidrs, now, allowance });
    const { token, authorization, requests } = observed;
    const pushed = authorization?.pushed ?? null;
    return {
      ...reportOf(runChecks(evidenceOf(observed))),
      requests: {
        sent: requests,
        toTokenEndpoint: token?.sent ?? 0,
        refusedByTokenEndpoint: token?.refused ?? 0,
        ...(pushed === null ? {} : { pushed: pushed.sent, refusedPushed: pushed.refused }),
        notAsked: [...(token?.notAsked ?? []), ...(pushed?.notAsked ?? [])],
      },
    };
  } finally {
    await outbound.close();
  }
}
