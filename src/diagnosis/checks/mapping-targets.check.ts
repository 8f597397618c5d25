import { preparationOf } from '../../claims/field-mapping.js';
import { typeOfTarget } from '../../claims/target.js';
import { type Finding, fault, notApplicable, ok } from '../check.js';
import type { Evidence } from '../evidence.js';
import { isOpenIdSource, type LocatedMapping, locatedMappings } from '../mappings/located-mapping.js';
import { cannotBe, standardClaim } from '../mappings/standard-claims.js';

const expected = 'targets that the values of the claims can have';

/** A standard claim is mapped to a field that its values fit. */
export function checkMappingTargets({ subject }: Evidence): Finding[] {
  const { configuration } = subject.provider;
  const located = locatedMappings(configuration).filter(({ source }) => isOpenIdSource(source, configuration));
  const findings = located.map(judge).filter((finding) => finding !== null);
  if (findings.length > 0) return findings;
  if (located.length === 0) return [notApplicable('$.idToken.mappings', 'no standard claim is mapped', expected)];
  return [ok('$.idToken.mappings', { seen: 'no mapping that could never work', expected })];
}

function judge({ mapping, path }: LocatedMapping): Finding | null {
  // What is put together or prepared is another value than the claim's.
  if (mapping.path === undefined || preparationOf(mapping).length > 0) return null;
  const claim = standardClaim(mapping.path);
  if (claim === null) return null;
  if (claim.kind === 'object') {
    return fault(`${path}.path`, {
      seen: `${mapping.path} is an object (OpenID Connect Core §5.1.1)`,
      expected: 'a single value',
      remedy: 'Go on to a member, e.g. `address.country`.',
    });
  }
  const type = typeOfTarget(mapping.target);
  if (cannotBe(claim.kind, type)) {
    return fault(`${path}.target`, {
      seen: `${mapping.path} is mapped to ${mapping.target}, which is a ${type.replaceAll('_', ' ')}`,
      expected: 'a target that the values of this claim can have',
      remedy: 'Choose another target, or another claim.',
    });
  }
  if (claim.kind !== 'boolean') return null;
  if (mapping.action === 'validate' && ['boolean', 'one-of', 'includes'].includes(mapping.compare)) return null;
  return fault(mapping.action === 'validate' ? `${path}.compare` : `${path}.target`, {
    seen: `${mapping.path} is a boolean`,
    expected: 'a comparison with `boolean` to a custom field',
    remedy: 'Compare it with `boolean`.',
  });
}
