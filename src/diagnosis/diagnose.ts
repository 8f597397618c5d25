import type { Surroundings } from '../federation/trip-parts.js';
import type { OutboundClient } from '../outbound/outbound-client.js';
import { serviceVersion } from '../version.js';
import { runChecks } from './checks.js';
import { type DiagnosisReport, reportOf } from './diagnosis-report.js';
import type { DiagnosisSubject } from './diagnosis-subject.js';
import { evidenceOf } from './evidence.js';
import { observe } from './observe.js';
import { ObservedOutbound } from './probes/observed-outbound.js';
import type { TokenAllowance } from './probes/token-allowance.js';

interface DiagnosisSettings {
  /** Ranges beside public addresses that the tenant may reach. */
  readonly allowedCidrs: readonly string[];
  /** OUTBOUND_ALLOW_HTTP. */
  readonly allowHttp: boolean;
  /** How calls to resource URIs authenticate besides, over the connections of this diagnosis. Default: not at all. */
  readonly resources?: (outbound: OutboundClient) => Surroundings['resources'];
}

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
  const { allowedCidrs, allowHttp } = settings;
  const userAgent = `Countersign/${serviceVersion}`;
  const outbound = new ObservedOutbound({ allowedCidrs, allowHttp, userAgent, limits }, now);
  try {
    const resources = settings.resources?.(outbound) ?? { senderFor: () => outbound };
    const observed = await observe(subject, outbound, { allowedCidrs, now, allowance, resources });
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
