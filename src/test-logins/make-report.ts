import { claimTree } from '../claims/claim-tree.js';
import { findingsOfAttempt } from '../diagnosis/attempt-findings/findings-of-attempt.js';
import { judgeApart, previewMappings } from '../diagnosis/mappings/preview-mapping.js';
import { showPreviewedMapping } from '../diagnosis/mappings/previewed-mapping.schema.js';
import { showStep } from '../diagnosis/reports/step.schema.js';
import { showTripFailure } from '../diagnosis/reports/trip-failure.schema.js';
import { expectedOf, recipientOf } from '../diagnosis/sample.schema.js';
import { readCompactJws } from '../federation/jwt/compact-jws.js';
import type { IdTokenEvidence, ResourceEvidence, TripOutcome } from '../federation/trip.js';
import { mappingsOf } from '../providers/mappings-of.js';
import type { ProviderForTrip } from '../providers/provider-for-trip.js';
import type { TestLogin } from './test-login.js';
import type { TestLoginReport } from './test-login-report.schema.js';

const bodyLimit = 20_000;

/** Puts together what a test login has shown. @param provider at the revision that was tried. Pure. */
export function makeTestLoginReport(
  { sample, firstSteps }: Pick<TestLogin, 'sample' | 'firstSteps'>,
  outcome: TripOutcome,
  { configuration, revision }: ProviderForTrip,
  publicUrl: string,
): TestLoginReport {
  const failure = outcome.kind === 'failed' ? outcome.failure : null;
  const trip = outcome.kind === 'completed' ? outcome.trip : null;
  const sources = trip?.sources ?? [];
  const mappings = trip === null ? [] : mappingsOf(configuration);
  const input = { sources, recipient: recipientOf(sample), expected: expectedOf(sample) };
  const steps = trip?.steps ?? failure?.steps ?? [];
  const verdicts = judgeApart(mappings, input);
  const previewed = previewMappings(mappings, { ...input, provider: configuration });
  return {
    ...findingsOfAttempt({ configuration, failure, steps, sources, verdicts, expected: input.expected }),
    failure: failure === null ? null : showTripFailure(failure.code, failure.detail, publicUrl),
    revision,
    steps: [...firstSteps, ...steps.map(showStep)],
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
