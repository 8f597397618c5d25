import { catalogueEntry } from '../../errors/catalogue.js';
import { type Finding, fault, notApplicable, ok } from '../check.js';
import type { Evidence } from '../evidence.js';
import { isAboutNothing, waitForProvider } from '../observed/about-nothing.js';
import { sharesKeys } from '../probes/jwks.probe.js';

/** The provider's key set can be read, has keys, and is that of this provider. */
export function checkJwks({ keySet }: Evidence): Finding[] {
  const expected = 'a JWK set (RFC 7517) with the keys of this provider';
  if (keySet === null) return [notApplicable('$.jwksUri', 'no key set is used, or its address is not known', expected)];
  const { path, uri, discovered } = keySet.endpoint;
  if (keySet.failure !== null) return [notApplicable(path, 'it could not be called', expected)];
  const elsewhere = discovered !== null && discovered !== uri ? discovered : null;
  if (keySet.refusal !== null) {
    const { code, status } = keySet.refusal;
    const remedy = isAboutNothing(status) ? waitForProvider('jwksUri') : catalogueEntry(code).remedy;
    return [
      fault(path, {
        seen: `${uri}: ${keySet.refusal.detail}`,
        expected: elsewhere ?? expected,
        remedy: elsewhere === null ? remedy : `Set \`jwksUri\` to ${elsewhere} or null.`,
      }),
    ];
  }
  const { thumbprints } = keySet;
  if (thumbprints.length === 0) {
    const seen = `${uri}: a key set without any usable key`;
    return [fault(path, { seen, expected, remedy: 'Correct `jwksUri`; else ask the provider for its keys.' })];
  }
  if (!sharesKeys(keySet)) {
    return [
      fault(path, {
        seen: `${uri}: none of its ${thumbprints.length} keys is in the key set that the discovery document names`,
        expected: discovered ?? expected,
        remedy: `It is the key set of another provider. Set \`jwksUri\` to ${discovered ?? 'the right one'} or null.`,
      }),
    ];
  }
  return [ok(path, { seen: `${uri}: ${thumbprints.length} key(s)`, expected })];
}
