import { type ComparisonInput, type ComparisonName, compare } from './comparison.js';
import { alternativesTo } from './comparison-name.js';
import { faultsOfComparison } from './mapping-faults.js';
import { likelyDateFormats } from './normal-forms/date.js';
import { typeOfTarget } from './target.js';

/**
 * For a comparison that said no: which other one would say yes, or how a date seems to be written. Empty when nothing would
 * help. Tells the form of a claim, never its value.
 */
export function comparisonHint(used: ComparisonName, input: ComparisonInput): string {
  const { claim, target, format } = input;
  if ((used === 'date' || typeOfTarget(target) === 'date') && format === undefined) {
    const [likely] = likelyDateFormats(claim);
    if (likely !== undefined) return `; it reads as a date written as ${likely} (set format)`;
  }
  if (used === 'not-equals' || used === 'one-of') return '';
  const better = alternativesTo(used).find(
    (name) => faultsOfComparison({ target, compare: name }).length === 0 && compare(name, input).matched,
  );
  return better === undefined ? '' : `; compare ${better} would match`;
}
