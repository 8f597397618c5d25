import { type Finding, notApplicable } from '../check.js';
import type { Evidence } from '../evidence.js';
import { judgeAdvertisedPaths } from '../mappings/judge-advertised-path.js';
import { judgeSeenPaths } from '../mappings/judge-seen-path.js';
import { isOpenIdSource, locatedMappings, settingOfPath } from '../mappings/located-mapping.js';

const expected = 'claim paths that find something';

/** The claim paths find something in what came at the last login, or else among the claims that the provider lists. */
export function checkMappingPaths({ subject, advertised }: Evidence): Finding[] {
  const { provider, lastSeen } = subject;
  const { configuration, revision } = provider;
  const listed = advertised?.claims_supported ?? null;
  const findings = locatedMappings(configuration).flatMap((located) => {
    const seen = lastSeen === null ? null : judgeSeenPaths(located, { lastSeen, configuration, revision });
    if (seen !== null) return seen;
    if (listed !== null && isOpenIdSource(located.source, configuration)) return judgeAdvertisedPaths(located, listed);
    return [notApplicable(settingOfPath(located), 'no login has shown any claims yet', expected)];
  });
  return findings.length > 0 ? findings : [notApplicable('$.idToken.mappings', 'there is no mapping', expected)];
}
