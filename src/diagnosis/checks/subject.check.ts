import { parseClaimPath } from '../../claims/claim-path.js';
import { readClaim } from '../../claims/read-claim.js';
import type { ClaimsSource } from '../../claims/sourced-claims.js';
import { suggestInSources } from '../../claims/suggest.js';
import { type Finding, fault, notApplicable, ok } from '../check.js';
import type { Evidence } from '../evidence.js';
import { isTruncated, skeletonOf } from '../mappings/claim-skeleton.js';
import { describeSuggestions } from '../mappings/suggested.js';

const path = '$.subject.path';

/** The claim that says who logged in was there at the last login. */
export function checkSubject({ subject: { provider, lastSeen } }: Evidence): Finding[] {
  const { subject } = provider.configuration;
  const expected = 'a claim that identifies the person';
  const parsed = parseClaimPath(subject.path);
  const tree = lastSeen?.trees[subject.source];
  if (lastSeen === null || tree === undefined || !parsed.ok || isTruncated(tree)) {
    return [notApplicable(path, 'no login has shown any claims of this source yet', expected)];
  }
  const sources = Object.entries(lastSeen.trees).map(([source, one]) => ({
    source: source as ClaimsSource,
    claims: skeletonOf(one),
  }));
  const reading = readClaim(parsed.path, skeletonOf(tree));
  if (reading.outcome !== 'missing')
    return [ok(path, { seen: `it was there at ${lastSeen.seenAt.toISOString()}`, expected })];
  const suggestions = suggestInSources(parsed.path, subject.source as ClaimsSource, sources);
  return [
    fault(path, {
      seen: `\`${subject.path}\` finds nothing in ${subject.source} of the login of ${lastSeen.seenAt.toISOString()}`,
      expected,
      remedy: suggestions.length > 0 ? `Did you mean ${describeSuggestions(suggestions)}?` : 'Correct the path.',
    }),
  ];
}
