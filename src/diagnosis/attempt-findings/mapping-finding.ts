import { cameByReference } from '../../claims/by-reference.js';
import { jsonTypeOf } from '../../claims/comparisons/claim-text.js';
import { pathsOf } from '../../claims/field-mapping.js';
import { readMapped } from '../../claims/mapped-claim.js';
import { readClaim } from '../../claims/read-claim.js';
import { suggestInSources } from '../../claims/suggest.js';
import type { Verdict } from '../../claims/verdict.js';
import { type Finding, fault, ok, warning, withChange } from '../check.js';
import { type LocatedMapping, settingOfPath } from '../mappings/located-mapping.js';
import { missingScope } from '../mappings/missing-scope.js';
import { moveToUserinfo } from '../mappings/move-to-userinfo.js';
import { repairMapping } from '../mappings/repair-mapping.js';
import { describeSuggestions, isNearMiss, referenceRemedy } from '../mappings/suggested.js';
import type { AttemptFacts } from './attempt-facts.js';

const matched = 'a claim that fits the mapping';
const found = 'a claim path that finds something';

/** What a verdict says about the mapping's settings. Names of claims and forms of values, never a value. */
export function mappingFinding(located: LocatedMapping, verdict: Verdict, facts: AttemptFacts): Finding {
  const { path } = located;
  switch (verdict.reason) {
    case undefined:
      return ok(path, { seen: verdict.detail, expected: matched });
    case 'path_missing':
      return pathMissing(located, verdict, facts);
    case 'null_value':
    case 'empty_value':
      return refused(
        settingOfPath(located),
        verdict,
        'Map a claim that the provider fills, or say with `whenMissing` what holds.',
      );
    case 'source_missing':
      return warning(resourcePath(path), {
        seen: verdict.detail,
        expected: 'the document of this source',
        remedy: 'Look at the step that fetches it; set `required` so that logins without it fail.',
      });
    case 'no_expected_value':
      return (verdict.fails ? fault : warning)(`${path}.target`, {
        seen: verdict.detail,
        expected: `a value of ${verdict.target} from the workflow`,
        remedy: 'Send the recipient field or an `expected` value, or set `whenMissing` on the mapping.',
      });
    case 'missing_expected':
      return (verdict.fails ? fault : warning)(`${path}.target`, {
        seen: verdict.detail,
        expected: 'first and last name from the workflow',
        remedy: 'Send `firstName` and `lastName` of the recipient, or set `whenMissing` on the mapping.',
      });
    case 'validation_failed':
    case 'update_failed':
      return ok(path, { seen: verdict.detail, expected: matched });
    case 'conflicting_updates':
      return refused(`${path}.target`, verdict, 'Keep one update mapping per target.');
    case 'expected_value_was_updated':
      return refused(
        `${path}.acceptUpdated`,
        verdict,
        'Set `acceptUpdated` to true, if that provider is to be trusted so far.',
      );
    case 'ambiguous':
      return refused(settingOfPath(located), verdict, 'Make the path find one value: add an index, or a filter.');
    case 'email_unverified':
      return refused(path, verdict, 'The person verifies the address at the provider; no setting changes that.');
    case 'phone_unverified':
      return refused(path, verdict, 'The person verifies the number at the provider; no setting changes that.');
    default:
      return mismatched(located, verdict, facts);
  }
}

function pathMissing(located: LocatedMapping, verdict: Verdict, facts: AttemptFacts): Finding {
  const { sources, configuration, expected } = facts;
  const { source, mapping } = located;
  const claims = sources.find((candidate) => candidate.source === source)?.claims;
  const seen = `\`${verdict.path}\` in ${verdict.source}: ${verdict.detail}`;
  const paths = pathsOf(mapping);
  if (paths.some((path) => readClaim(path, claims).outcome === 'found')) {
    const remedy = 'Correct the path of the step `parseJson`.';
    return (verdict.fails ? fault : warning)(`${located.path}.prepare`, { seen, expected: found, remedy });
  }
  if (paths.some((path) => cameByReference(path, claims))) {
    return (verdict.fails ? fault : warning)(settingOfPath(located), {
      seen,
      expected: 'a claim that comes with its value',
      remedy: referenceRemedy,
    });
  }
  const repair = repairMapping(located, verdict, { sources, expected, provider: configuration.name });
  if (repair !== null) {
    return (verdict.fails ? fault : warning)(`${located.path}.${repair.member}`, {
      seen,
      expected: found,
      remedy: repair.remedy,
    });
  }
  const suggestions = paths.flatMap((path) => suggestInSources(path, source, sources));
  const scope = missingScope(located, configuration);
  const near = isNearMiss(suggestions);
  const move = moveToUserinfo(located, facts);
  if (move !== null && (move.wasSeen || !near)) {
    const judgeMove = verdict.fails || move.wasSeen ? fault : warning;
    const finding = judgeMove(settingOfPath(located), { seen, expected: found, remedy: move.remedy });
    return withChange(finding, move.change);
  }
  const judge = verdict.fails || near ? fault : warning;
  if (scope !== null && !near) {
    return judge('$.scopes', {
      seen: `${seen}; the scope ${scope}, which asks for it, is not requested`,
      expected: `the scope ${scope}`,
      remedy: `Add the scope \`${scope}\`.`,
    });
  }
  const remedy =
    suggestions.length > 0
      ? `Did you mean ${describeSuggestions(suggestions)}?`
      : 'Correct the path; else have the provider release the claim, or request the scope that does.';
  return judge(settingOfPath(located), { seen, expected: found, remedy });
}

function mismatched(located: LocatedMapping, verdict: Verdict, facts: AttemptFacts): Finding {
  const { sources, expected, configuration } = facts;
  const { mapping, path } = located;
  const reading = readMapped(located, sources);
  const claim = reading.outcome === 'found' ? reading.value : null;
  const repair = repairMapping(located, verdict, { sources, expected, provider: configuration.name });
  if (repair !== null) return refused(`${path}.${repair.member}`, verdict, repair.remedy);
  const type = jsonTypeOf(claim);
  switch (verdict.reason) {
    case 'wrong_type':
      return type === 'object' || type === 'array'
        ? refused(settingOfPath(located), verdict, `Make the path go on to a single value of the ${type}.`)
        : refused(`${path}.target`, verdict, 'Choose a target for this type of value, or map a claim that is text.');
    case 'invalid_value':
      if (mapping.action === 'validate' && mapping.compare !== 'equals') {
        return refused(`${path}.compare`, verdict, 'Choose a comparison that values like this can be compared by.');
      }
      return refused(`${path}.target`, verdict, 'Choose a target that values like this can have, or another claim.');
    case 'invalid_expected_value':
      return refused(
        mapping.action === 'validate' && mapping.compare !== 'equals' ? `${path}.compare` : `${path}.target`,
        verdict,
        'Choose the comparison that fits the expected values, or let the workflow send them in this form.',
      );
    case 'not_one_of':
      return refused(
        `${path}.oneOf`,
        verdict,
        'Add the value that the provider sends to `oneOf`, if it is to be allowed.',
      );
    default:
      return refused(
        path,
        verdict,
        'Another person logged in, or the workflow expects another value; no other comparison would match.',
      );
  }
}

function refused(path: string, { source, path: claimPath, target, detail, fails }: Verdict, remedy: string): Finding {
  const seen = `\`${claimPath}\` in ${source} for ${target}: ${detail}`;
  return (fails ? fault : warning)(path, { seen, expected: matched, remedy });
}

/** `$.resources[0]` of `$.resources[0].mappings[2]`. */
function resourcePath(path: string): string {
  return path.slice(0, path.lastIndexOf('.mappings['));
}
