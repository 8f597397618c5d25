import { isDeepStrictEqual } from 'node:util';
import { cameByReference } from '../../claims/by-reference.js';
import type { ClaimPath } from '../../claims/claim-path.js';
import { pathsOf, preparationOf } from '../../claims/field-mapping.js';
import { nameOfStep } from '../../claims/preparation/preparation-step.js';
import { readClaim } from '../../claims/read-claim.js';
import type { ClaimsSource, SourcedClaims } from '../../claims/sourced-claims.js';
import { suggestInSources } from '../../claims/suggest.js';
import { typeOfTarget } from '../../claims/target.js';
import type { ProviderConfiguration } from '../../providers/provider-configuration.js';
import { type Finding, fault, notApplicable, ok, warning, withChange } from '../check.js';
import type { LastSeenClaims } from '../diagnosis-subject.js';
import { isTruncated, skeletonOf } from './claim-skeleton.js';
import { type LocatedMapping, settingOfPath } from './located-mapping.js';
import { missingScope } from './missing-scope.js';
import { moveToUserinfo } from './move-to-userinfo.js';
import { describeSuggestions, isNearMiss, referenceRemedy } from './suggested.js';

const expected = 'a claim path that finds something';

/** What an earlier login at a provider tells about its mappings. */
interface SeenLogin {
  readonly lastSeen: LastSeenClaims;
  readonly configuration: ProviderConfiguration;
  /** The present one. */
  readonly revision: number;
}

/** Tries a mapping's claim paths on the names of an earlier login. Null when that login tells nothing about them. */
export function judgeSeenPaths(located: LocatedMapping, login: SeenLogin): readonly Finding[] | null {
  const paths = pathsOf(located.mapping);
  const findings = paths.map((path, index) => judgeSeenPath(located, path, settingOfPath(located, index), login));
  const known = findings.filter((finding) => finding !== null);
  if (known.length === 0) return null;
  // Of several parts one that is there is enough: the others may be those that not everybody has.
  const found = known.filter(({ verdict }) => verdict === 'ok');
  return paths.length > 1 && found.length > 0 ? found : known;
}

function judgeSeenPath(
  located: LocatedMapping,
  path: ClaimPath,
  setting: string,
  { lastSeen, configuration, revision }: SeenLogin,
): Finding | null {
  const { mapping, source } = located;
  const tree = lastSeen.trees[source];
  const dependsOnValues = path.kind === 'jsonpath' && path.selectors.some(({ kind }) => kind === 'filter');
  if (tree === undefined || dependsOnValues) return null;
  const sources = Object.entries(lastSeen.trees).map(
    ([name, one]): SourcedClaims => ({ source: name as ClaimsSource, claims: skeletonOf(one) }),
  );
  const claims = sources.find((candidate) => candidate.source === source)?.claims;
  const reading = readClaim(path, claims);
  const when = `the login of ${lastSeen.seenAt.toISOString()}`;
  if (reading.outcome === 'found') return judgeType(located, path, setting, reading.value, when);
  if (reading.outcome === 'ambiguous') return ok(setting, { seen: `it finds several values in ${when}`, expected });
  if (isTruncated(tree)) return notApplicable(setting, `not all claims of ${when} are known`, expected);

  const seen = `\`${path.text}\` finds nothing in ${source} of ${when}`;
  if (cameByReference(path, claims)) {
    const certain = mapping.whenMissing === 'fail';
    return (certain ? fault : warning)(setting, {
      seen: `${seen}: it came by reference (_claim_names)`,
      expected,
      remedy: referenceRemedy,
    });
  }
  const suggestions = suggestInSources(path, source, sources);
  const scope = missingScope(located, configuration);
  if (scope !== null && !isNearMiss(suggestions)) {
    const remedy = `Add the scope \`${scope}\`, which asks for this claim.`;
    return (mapping.whenMissing === 'fail' ? fault : warning)('$.scopes', {
      seen,
      expected: `the scope ${scope}`,
      remedy,
    });
  }
  const changed = changedSince(lastSeen, configuration, source);
  if (changed !== null && !isNearMiss(suggestions)) {
    return notApplicable(setting, `${seen}, which was made with other settings (${changed})`, expected);
  }
  const move = moveToUserinfo(located, { configuration, sources });
  if (move !== null && (move.wasSeen || !isNearMiss(suggestions))) {
    const certain = move.wasSeen || mapping.whenMissing === 'fail';
    return withChange((certain ? fault : warning)(setting, { seen, expected, remedy: move.remedy }), move.change);
  }
  if (suggestions.length > 0) {
    const remedy = `Did you mean ${describeSuggestions(suggestions)}?`;
    const certain = isNearMiss(suggestions) || mapping.whenMissing === 'fail';
    return (certain ? fault : warning)(setting, { seen, expected, remedy });
  }
  const remedy = `Correct the path, or have the provider release the claim. There are: ${namesOf(claims)}.`;
  const certain = mapping.whenMissing === 'fail' && lastSeen.revision === revision;
  return (certain ? fault : warning)(setting, { seen, expected, remedy });
}

/** Settings that decide which claims come. */
const askedBy = ['clientId', 'issuer', 'scopes', 'claimsRequest', 'authorizationParameters'] as const;

/** Which of them has changed since a login, so that what did not come then may come now; null when none has. */
function changedSince(
  { configuration: then }: LastSeenClaims,
  now: ProviderConfiguration,
  source: ClaimsSource,
): string | null {
  if (then === null) return null;
  const members = askedBy.filter((member) => !isDeepStrictEqual(then[member], now[member]));
  const addressOf = ({ resources }: ProviderConfiguration) =>
    resources.find(({ name }) => source === `resource:${name}`)?.uri;
  const moved = addressOf(then) === addressOf(now) ? [] : ['resources'];
  const changed = [...members, ...moved];
  return changed.length === 0 ? null : changed.join(', ');
}

function judgeType(
  { mapping, path }: LocatedMapping,
  { text }: ClaimPath,
  setting: string,
  value: unknown,
  when: string,
): Finding {
  const steps = preparationOf(mapping).map(nameOfStep);
  const takesMany = mapping.action === 'validate' && mapping.compare === 'includes';
  if (typeof value === 'object' && value !== null && !takesMany) {
    const type = Array.isArray(value) ? 'array' : 'object';
    return fault(setting, {
      seen: `\`${text}\` finds an ${type} in ${when}`,
      expected: 'a single value',
      remedy: Array.isArray(value)
        ? 'Add the index of the element, e.g. `[0]`, or compare with `includes`.'
        : `Go on to one of its members: ${namesOf(value)}.`,
    });
  }
  const takesNumbers = steps.includes('toText') || steps.includes('date');
  const takesBoolean = mapping.action === 'validate' && ['boolean', 'includes', 'one-of'].includes(mapping.compare);
  if (typeof value === 'boolean' && !takesBoolean) {
    return fault(`${path}.target`, {
      seen: `\`${text}\` finds a boolean in ${when}`,
      expected: `a value for ${mapping.target}`,
      remedy: 'Compare it with `boolean` to a custom field, or map another claim.',
    });
  }
  if (typeof value === 'number' && typeOfTarget(mapping.target) !== 'date' && !takesMany && !takesNumbers) {
    return fault(`${path}.target`, {
      seen: `\`${text}\` finds a number in ${when}`,
      expected: `text for ${mapping.target}`,
      remedy: 'Set `prepare` to [{"toText": true}], or map a claim that is text.',
    });
  }
  return ok(setting, { seen: `it finds a value in ${when}`, expected });
}

function namesOf(claims: unknown): string {
  if (typeof claims !== 'object' || claims === null) return 'none';
  const names = Object.keys(claims).slice(0, 20);
  return names.length === 0 ? 'none' : names.join(', ');
}
