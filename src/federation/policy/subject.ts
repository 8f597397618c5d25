import { parseClaimPath } from '../../claims/claim-path.js';
import { readClaim } from '../../claims/read-claim.js';
import type { SourcedClaims } from '../../claims/sourced-claims.js';
import { typeName } from '../../json/type-name.js';
import type { ProviderConfiguration } from '../../providers/provider-configuration.js';
import { refuse } from '../refusal.js';

const longest = 255;

/**
 * Reads who logged in, as the provider names them: the claim that `subject` points at. A number, as many OAuth 2.0
 * providers have it, is taken as its decimal digits.
 * @throws CountersignError `policy.subject_missing` or `policy.subject_invalid`
 */
export function readSubject(sources: readonly SourcedClaims[], { subject }: ProviderConfiguration): string {
  const path = parseClaimPath(subject.path);
  const document = sources.find(({ source }) => source === subject.source);
  if (!path.ok || document === undefined) {
    const what = path.ok ? `there is no source ${subject.source}` : path.message;
    throw refuse('policy.subject_missing', what);
  }
  const reading = readClaim(path.path, document.claims);
  if (reading.outcome !== 'found') {
    const detail = `${subject.source} ${subject.path}: expected one value, found ${reading.outcome === 'missing' ? 'none' : reading.count}`;
    throw refuse('policy.subject_missing', detail);
  }
  const { value } = reading;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  if (typeof value === 'string' && value.trim() !== '' && value.length <= longest) return value;
  const detail = `${subject.source} ${subject.path}: expected text of 1 to ${longest} characters, saw ${typeName(value)}`;
  throw refuse('policy.subject_invalid', detail);
}
