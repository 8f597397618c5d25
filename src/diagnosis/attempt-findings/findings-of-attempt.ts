import { catalogueEntry, stepOf } from '../../errors/catalogue.js';
import { leniencyNamedIn } from '../../federation/leniency.js';
import { type Check, fault, warning } from '../check.js';
import { type DiagnosisReport, reportOf } from '../diagnosis-report.js';
import { locatedMappings } from '../mappings/located-mapping.js';
import { alsoPossible } from './also-possible.js';
import type { AttemptFacts } from './attempt-facts.js';
import { demandOf, failedSetting } from './failed-setting.js';
import { mappingFinding } from './mapping-finding.js';

/** What a trip to a provider says about its settings, in the form of a diagnosis. Holds no claim value. Pure. */
export function findingsOfAttempt(facts: AttemptFacts): DiagnosisReport {
  const located = locatedMappings(facts.configuration);
  const mappings = facts.verdicts.flatMap((verdict, index): Check[] => {
    const mapping = located[index];
    return mapping === undefined ? [] : [{ id: 'mapping', ...mappingFinding(mapping, verdict, facts) }];
  });
  return reportOf([...failureCheck(facts), ...mappings]);
}

/** A refused mapping is told by its own finding, which knows more than the code. */
function failureCheck({ failure, ...facts }: AttemptFacts): Check[] {
  if (failure === null || failure.code.startsWith('mapping.')) return [];
  const entry = catalogueEntry(failure.code);
  const path = failedSetting({ ...facts, failure });
  const leniency = leniencyNamedIn(failure.detail);
  const found = {
    seen: `${failure.code}: ${failure.detail}`,
    expected: `that the step ${stepOf(failure.code)} passes`,
    remedy:
      leniency === null
        ? ((path === null ? null : demandOf({ ...facts, failure }))?.remedy ?? entry.remedy)
        : `Have the provider mend its answer; until then it can be allowed: add \`${leniency}\` to \`leniency\`.`,
  };
  const { configuration } = facts;
  return [
    path === null ? warning('$', found) : fault(path, found),
    ...alsoPossible({ configuration, code: failure.code, path, seen: found.seen }),
  ].map((finding): Check => ({ id: 'attempt', ...finding }));
}
