import { asymmetricSigningAlgorithms } from '../../credentials/algorithms.schema.js';
import { isUsable } from '../../federation/jwks/select-key.js';
import { type Finding, fault, notApplicable, ok, withChange } from '../check.js';
import type { Evidence } from '../evidence.js';
import { refusedAlgorithm, whenFailed } from '../inference/last-failure.js';

const path = '$.idToken.signingAlgorithms';

/** The provider signs with an algorithm that is allowed, and publishes a key for it. */
export function checkSigningAlgorithms(evidence: Evidence): Finding[] {
  const { idToken, resources } = evidence.subject.provider.configuration;
  const forIdToken =
    idToken === null
      ? [notApplicable(path, 'there is no ID token', 'an allowed algorithm')]
      : ofIdToken(evidence, idToken.signingAlgorithms);
  const supported = evidence.advertised?.userinfo_signing_alg_values_supported ?? null;
  const forResources = resources.flatMap(({ signingAlgorithms }, index): Finding[] => {
    if (signingAlgorithms.length === 0 || supported === null) return [];
    if (signingAlgorithms.some((algorithm) => supported.includes(algorithm))) return [];
    return [
      fault(`$.resources[${index}].signingAlgorithms`, {
        seen: `${signingAlgorithms.join(', ')}, none of which the provider lists for UserInfo`,
        expected: `one of ${supported.join(', ')}`,
        remedy: 'Allow an algorithm that the provider uses, or expect plain JSON by leaving it empty.',
      }),
    ];
  });
  return [...forIdToken, ...forResources];
}

function ofIdToken({ advertised, keySet, subject }: Evidence, allowed: readonly string[]): Finding[] {
  const expected = `an ID token signed with ${allowed.join(' or ')}`;
  const came = refusedAlgorithm(subject);
  if (came !== null && subject.lastFailure !== null) {
    const seen = `the ID token of ${whenFailed(subject.lastFailure)} was signed with ${came}`;
    if (allowed.includes(came)) return [ok(path, { seen, expected })];
    const remedy = `Allow ${came}, or have the provider sign with an allowed one for this client.`;
    return [fault(path, { seen, expected, remedy })];
  }
  const supported = advertised?.id_token_signing_alg_values_supported ?? null;
  if (supported !== null && !allowed.some((algorithm) => supported.includes(algorithm))) {
    const usable = asymmetricSigningAlgorithms.filter((algorithm) => supported.includes(algorithm));
    const { idToken } = subject.provider.configuration;
    const finding = fault(path, {
      seen: `${allowed.join(', ')}, none of which the provider lists`,
      expected: `one of ${supported.join(', ')}`,
      remedy:
        usable.length === 0
          ? 'Allow the algorithm that the provider uses for this client.'
          : `Set \`idToken.signingAlgorithms\` to ${JSON.stringify(usable)}, or to the one of them that the provider uses for this client.`,
    });
    return [withChange(finding, usable.length === 0 ? null : { idToken: { ...idToken, signingAlgorithms: usable } })];
  }
  const keys = keySet?.set?.keys ?? null;
  const asymmetric = allowed.filter((algorithm) => !algorithm.startsWith('HS'));
  if (keys === null || keys.length === 0 || asymmetric.length < allowed.length) {
    return [notApplicable(path, 'there is no key set to compare with', expected)];
  }
  if (keys.some((key) => asymmetric.some((algorithm) => isUsable(key.jwk, algorithm)))) {
    return [ok(path, { seen: 'the provider publishes a key for it', expected })];
  }
  const kinds = [...new Set(keys.map(({ jwk }) => jwk.alg ?? [jwk.kty, jwk.crv].filter(Boolean).join(' ')))];
  return [
    fault(path, {
      seen: `the provider publishes no key for ${allowed.join(', ')}; its keys are for ${kinds.join(', ')}`,
      expected,
      remedy: 'Allow the algorithm that the provider signs with; else correct `jwksUri`.',
    }),
  ];
}
