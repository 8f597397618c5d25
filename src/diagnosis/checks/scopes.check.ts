import { pathText } from '../../claims/field-mapping.js';
import { nearNames } from '../../claims/suggestions/near-names.js';
import { type Finding, fault, notApplicable, ok, warning } from '../check.js';
import type { Evidence } from '../evidence.js';
import { locatedMappings } from '../mappings/located-mapping.js';
import { missingScope } from '../mappings/missing-scope.js';

const path = '$.scopes';

/** The provider knows the scopes, and those that release the mapped claims are among them. */
export function checkScopes({ advertised, subject }: Evidence): Finding[] {
  const { configuration } = subject.provider;
  const supported = advertised?.scopes_supported ?? null;
  const expected = supported === null ? 'scopes that the provider knows' : `scopes among ${supported.join(', ')}`;
  const unknown = supported === null ? [] : configuration.scopes.filter((scope) => !supported.includes(scope));
  const findings = [
    ...(subject.lastSeen === null ? unknown : []).map((scope) => judgeUnknown(scope, supported ?? [], expected)),
    ...missing(subject.provider.configuration, subject.lastSeen !== null),
  ];
  if (findings.length > 0) return findings;
  if (supported === null) return [notApplicable(path, 'the provider does not list its scopes', expected)];
  return [ok(path, { seen: configuration.scopes.join(' '), expected })];
}

/** A list of scopes need not be complete (OpenID Connect Discovery §3); a misspelt one is a fault all the same. */
function judgeUnknown(scope: string, supported: readonly string[], expected: string): Finding {
  const [near] = scope.length >= 4 ? nearNames(scope, supported) : [];
  if (near !== undefined) {
    return fault(path, {
      seen: `${scope}, which the provider does not list`,
      expected: near.name,
      remedy: `Did you mean \`${near.name}\`?`,
    });
  }
  return ok(path, {
    seen: `${scope} is not listed, which need not mean anything: the list may leave scopes out; a test login shows what comes`,
    expected,
  });
}

/** Before any login only a suspicion: some providers release claims unasked. */
function missing(configuration: Parameters<typeof missingScope>[1], hasSeen: boolean): Finding[] {
  if (hasSeen) return [];
  const scopes = new Map<string, string[]>();
  for (const located of locatedMappings(configuration)) {
    const scope = missingScope(located, configuration);
    if (scope !== null) scopes.set(scope, [...(scopes.get(scope) ?? []), pathText(located.mapping)]);
  }
  return [...scopes].map(([scope, claims]) =>
    warning(path, {
      seen: `the scope ${scope} is not requested, and the claims ${claims.join(', ')} are mapped`,
      expected: `the scope ${scope} (OpenID Connect Core §5.4)`,
      remedy: `Add \`${scope}\`, unless the provider releases these claims without; a test login shows it.`,
    }),
  );
}
