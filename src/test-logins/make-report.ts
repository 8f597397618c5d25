import { claimTree } from '../claims/claim-tree.js';
import { findingsOfAttempt } from '../diagnosis/attempt-findings/findings-of-attempt.js';
import { judgeApart, previewMappings } from '../diagnosis/mappings/preview-mapping.js';
import { showPreviewedMapping } from '../diagnosis/mappings/previewed-mapping.schema.js';
import { type ShownStep, showStep } from '../diagnosis/reports/step.schema.js';
import { showTripFailure } from '../diagnosis/reports/trip-failure.schema.js';
import { expectedOf, recipientOf, type Sample } from '../diagnosis/sample.schema.js';
import { readCompactJws } from '../federation/jwt/compact-jws.js';
import type { IdTokenEvidence, ResourceEvidence, TripOutcome } from '../federation/trip.js';
import { mappingsOf } from '../providers/mappings-of.js';
import type { ProviderConfiguration } from '../providers/provider-configuration.js';
import type { TestLoginReport } from './test-login-report.schema.js';

const bodyLimit = 20_000;

export interface TestLoginFacts {
  readonly outcome: TripOutcome;
  /** Steps on the way to the provider, before the browser left. */
  readonly stepsBefore: readonly ShownStep[];
  readonly configuration: ProviderConfiguration;
  readonly revision: number;
  readonly sample: Sample;
  readonly publicUrl: string;
}

/** Puts together what a test login has shown. Pure. */
export function makeTestLoginReport(facts: TestLoginFacts): TestLoginReport {
  const { outcome, configuration, sample, publicUrl } = facts;
  const failure = outcome.kind === 'failed' ? outcome.failure : null;
  const trip = outcome.kind === 'completed' ? outcome.trip : null;
  const sources = trip?.sources ?? [];
  const mappings = trip === null ? [] : mappingsOf(configuration);
  const input = { sources, recipient: recipientOf(sample), expected: expectedOf(sample) };
  const steps = trip?.steps ?? failure?.steps ?? [];
  const verdicts = judgeApart(mappings, input);
  const previewed = previewMappings(mappings, input);
  return {
    ...findingsOfAttempt({ configuration, failure, steps, sources, verdicts, expected: input.expected }),
    failure: failure === null ? null : showTripFailure(failure.code, failure.detail, publicUrl),
    revision: facts.revision,
    steps: [...facts.stepsBefore, ...steps.map(showStep)],
    sources: sources.map(({ source, claims }) => ({ source, tree: claimTree(claims), claims: claims as null })),
    mappings: mappings.flatMap((sourced, index) => {
      const one = previewed[index];
      return one === undefined ? [] : [showPreviewedMapping(sourced, one)];
    }),
    subject: trip?.subject ?? null,
    acr: trip?.acr ?? null,
    amr: [...(trip?.amr ?? [])],
    authTime: trip?.authTime?.toISOString() ?? null,
    tokenType: trip?.tokenType ?? null,
    relaxations: [...(trip?.relaxations ?? [])],
    idToken: showIdToken(trip?.idToken ?? failure?.idToken ?? null),
    resources: (trip?.resources ?? failure?.resources ?? []).map(showResource),
  };
}

/** Header and claims; without the signature nobody can use it. */
function showIdToken(evidence: IdTokenEvidence | null): TestLoginReport['idToken'] {
  if (evidence === null) return null;
  const { header, claims } = readCompactJws(evidence.raw);
  return { header: { ...header }, claims: { ...claims } } as TestLoginReport['idToken'];
}

function showResource({ name, uri, calls, mediaType, body }: ResourceEvidence): TestLoginReport['resources'][number] {
  return {
    name,
    uri,
    calls: calls.map((call) => ({ ...call, tokenSentAs: [...call.tokenSentAs] })),
    mediaType,
    body: body === null ? null : new TextDecoder().decode(body).slice(0, bodyLimit),
  };
}
