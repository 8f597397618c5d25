import { isDeepStrictEqual } from 'node:util';
import type { ProviderConfiguration } from '../../providers/provider-configuration.js';
import type { Check } from '../check.js';
import type { DiagnosisSubject, FailedLogin } from '../diagnosis-subject.js';

/** Settings that say whom we talk to, and as whom: what was seen with others is about somebody else. */
const party = ['kind', 'clientId', 'issuer', 'authorizationUri', 'tokenUri', 'jwksUri'] as const;

function isSameParty(one: ProviderConfiguration, other: ProviderConfiguration): boolean {
  return party.every((member) => one[member] === other[member]);
}

/**
 * What the last login failed by and what still holds: it was judged with the settings of its revision, so it says nothing about one
 * that has been changed since. Of secrets and keys only the revision tells whether they are the same. Pure.
 */
export function standingFindings({ provider, lastFailure }: DiagnosisSubject): readonly Check[] {
  if (lastFailure === null || !isSameParty(lastFailure.configuration, provider.configuration)) return [];
  const isSameRevision = lastFailure.revision === provider.revision;
  const standing = lastFailure.findings.filter(
    ({ path }) =>
      isSameRevision ||
      (!path.startsWith('$.clientAuthentication') &&
        isDeepStrictEqual(settingAt(path, lastFailure.configuration), settingAt(path, provider.configuration))),
  );
  // What was only possible beside a setting is settled with it.
  return standing.some(({ verdict }) => verdict === 'fault') ? standing : [];
}

/** The value at a path as `jsonPath` writes them, e.g. `$.resources[0].uri`, `$.authorizationParameters["x-level"]`. */
function settingAt(path: string, configuration: ProviderConfiguration): unknown {
  const steps = [...path.matchAll(/\.(\w+)|\[(\d+|"(?:[^"\\]|\\.)*")\]/g)];
  return steps.reduce<unknown>((value, [, member, inBrackets = '0']) => {
    const name = member ?? String(JSON.parse(inBrackets));
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
  }, configuration);
}

/** The algorithm of an ID token that was refused for it, whatever is allowed now; null when none was. Pure. */
export function refusedAlgorithm({ provider, lastFailure }: DiagnosisSubject): string | null {
  if (lastFailure === null || !isSameParty(lastFailure.configuration, provider.configuration)) return null;
  const refusal = lastFailure.findings.find(({ seen }) => seen.startsWith('id_token.algorithm_not_allowed:'));
  return /saw "([A-Za-z0-9-]{1,20})"$/.exec(refusal?.seen ?? '')?.[1] ?? null;
}

export const whenFailed = ({ endedAt }: FailedLogin): string => `the login of ${endedAt.toISOString()}`;

/** Takes back every "ok" about a setting that the last login failed by. */
export function withoutDisproved(checks: readonly Check[], subject: DiagnosisSubject): readonly Check[] {
  const { lastFailure } = subject;
  const faults = standingFindings(subject).filter(({ verdict }) => verdict === 'fault');
  if (lastFailure === null || faults.length === 0) return checks;
  return checks.map((check): Check => {
    const disproof = faults.find(({ path }) => covers(path, check.path) || covers(check.path, path));
    if (check.verdict !== 'ok' || disproof === undefined) return check;
    const seen = `${check.seen}; but ${whenFailed(lastFailure)} failed by it`;
    return { ...check, verdict: 'not-applicable', seen };
  });
}

/**
 * Takes back what a failed login says about the client authentication where comparing says more: a login sees a refusal, a diagnosis
 * also who refuses, and what would not be refused.
 */
export function withoutExplained(checks: readonly Check[]): readonly Check[] {
  const comparing: readonly Check['id'][] = ['token-endpoint', 'client-authentication'];
  const compared = checks.find(({ id, verdict }) => comparing.includes(id) && verdict === 'fault');
  if (compared === undefined) return checks;
  const isExplained = ({ id, path }: Check) =>
    id === 'attempt' && path.startsWith('$.clientAuthentication') && path !== compared.path;
  return checks.filter((check) => !isExplained(check));
}

/** Steps that come after a code was issued to our client, so that the provider knows its id. */
const afterTheCode = /^(?:token_request|id_token|resource|policy)\./;

/** Whether the provider has given a code to this client: in a login that showed claims, or in one that failed after that. Pure. */
export function knowsClient(subject: DiagnosisSubject): boolean {
  const { provider, lastSeen, lastFailure } = subject;
  const isSame = (then: ProviderConfiguration | null) => then !== null && isSameParty(then, provider.configuration);
  if (lastSeen !== null && isSame(lastSeen.configuration)) return true;
  return (
    lastFailure !== null &&
    isSame(lastFailure.configuration) &&
    lastFailure.findings.some(({ seen }) => afterTheCode.test(seen))
  );
}

function covers(outer: string, inner: string): boolean {
  return inner === outer || inner.startsWith(`${outer}.`) || inner.startsWith(`${outer}[`);
}
