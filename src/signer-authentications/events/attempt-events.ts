import type { Attempt, AttemptFailure } from '../../attempts/attempt.js';
import type { Actor, AuditEventInput, Evidence, JsonValue } from '../../audit/recording.js';
import { withoutQueryValues } from '../../config/without-query-values.js';
import type {
  CompletedTrip,
  IdTokenEvidence,
  ResourceEvidence,
  StepRecord,
  TripOutcome,
} from '../../federation/trip.js';
import type { SignerAuthentication } from '../signer-authentication.js';
import { asJson, eventAbout } from './created-event.js';

/** A signer acts in the trail by the id of their signer authentication. */
export function signerOf({ ownerId }: Attempt): Actor {
  return { type: 'signer', id: ownerId };
}

export function aboutAttempt(authentication: SignerAuthentication, attempt: Attempt, now: Date) {
  return {
    ...eventAbout(authentication, now),
    attemptId: attempt.id,
    actor: signerOf(attempt),
  } as const;
}

/** A start: the attempt, and its failure when the provider could not even be sent to. */
export function startEvents(
  authentication: SignerAuthentication,
  attempt: Attempt,
  revisionHash: string,
  now: Date,
): AuditEventInput[] {
  const about = aboutAttempt(authentication, attempt, now);
  const data = { provider: attempt.providerName, revision: attempt.providerRevision, revisionHash };
  const started: AuditEventInput = {
    ...about,
    type: 'attempt.started',
    // Nothing is pinned by an attempt that could not even be sent to the provider.
    data: { ...data, metadataHash: attempt.metadataHash === '' ? null : attempt.metadataHash },
  };
  if (attempt.failure === null) return [started];
  return [started, { ...about, type: 'attempt.failed', ...failureMembers(attempt.failure, data) }];
}

/** Everything that a trip found out before it was judged, in the order in which it happened. */
export function tripEvents(
  authentication: SignerAuthentication,
  attempt: Attempt,
  outcome: TripOutcome,
  now: Date,
): AuditEventInput[] {
  const about = aboutAttempt(authentication, attempt, now);
  const { steps, resources, idToken } = outcome.kind === 'completed' ? outcome.trip : outcome.failure;
  const token = steps.find((step) => step.step === 'token_request' && step.outcome === 'ok');
  return [
    ...(token === undefined ? [] : [{ ...about, type: 'attempt.token_received', data: stepData(token) } as const]),
    ...(idToken === null ? [] : [{ ...about, ...idTokenEvent(idToken, outcome) }]),
    ...resources.flatMap((resource) => resourceEvents(resource).map((event) => ({ ...about, ...event }))),
  ];
}

function stepData(step: StepRecord): Readonly<Record<string, JsonValue>> {
  return {
    durationMs: Math.round(step.durationMs),
    ...(step.response === undefined ? {} : { status: step.response.status }),
  };
}

function idTokenEvent(idToken: IdTokenEvidence, outcome: TripOutcome) {
  const evidence: Evidence[] = [
    { name: 'id_token', mediaType: 'application/jwt', bytes: Buffer.from(idToken.raw, 'utf8'), retain: 'all' },
  ];
  if (idToken.encrypted !== null) {
    evidence.push({
      name: 'id_token_encrypted',
      mediaType: 'application/jose',
      bytes: Buffer.from(idToken.encrypted, 'utf8'),
      retain: 'all',
    });
  }
  if (idToken.jwk !== null) {
    evidence.push({
      name: 'jwk',
      mediaType: 'application/jwk+json',
      bytes: Buffer.from(JSON.stringify(idToken.jwk), 'utf8'),
      retain: 'all',
    });
  }
  const relaxations = outcome.kind === 'completed' ? outcome.trip.relaxations : [];
  return {
    type: 'attempt.id_token_verified',
    data: { jwkThumbprint: idToken.jwkThumbprint, relaxations: [...relaxations] },
    evidence,
  } as const;
}

/** One event per call of a resource; the body stands with the call that gave it. */
function resourceEvents(resource: ResourceEvidence) {
  return resource.calls.map((call, index) => {
    const last = index === resource.calls.length - 1;
    const evidence: Evidence[] =
      last && resource.body !== null
        ? [
            {
              name: `resource:${resource.name}`,
              mediaType: resource.mediaType ?? 'application/octet-stream',
              bytes: resource.body,
              retain: resource.retain,
              ...(resource.mapped && { mapped: asJson(resource.mapped) as Readonly<Record<string, JsonValue>> }),
            },
          ]
        : [];
    return {
      type: 'attempt.resource_fetched',
      data: {
        resource: resource.name,
        uri: withoutQueryValues(resource.uri),
        call: index + 1,
        status: call.status,
        tokenSentAs: [...call.tokenSentAs],
        outcome: call.outcome,
        ...(last && resource.relaxations.length > 0 ? { relaxations: [...resource.relaxations] } : {}),
      },
      evidence,
    } as const;
  });
}

export function succeededEvent(
  authentication: SignerAuthentication,
  attempt: Attempt,
  trip: CompletedTrip,
  now: Date,
): AuditEventInput {
  return {
    ...aboutAttempt(authentication, attempt, now),
    type: 'signer_authentication.succeeded',
    data: {
      provider: attempt.providerName,
      revision: attempt.providerRevision,
      issuer: trip.subject.issuer,
      acr: trip.acr,
      amr: [...trip.amr],
      authTime: trip.authTime?.toISOString() ?? null,
      relaxations: [...trip.relaxations],
    },
    disclosures: { subject: trip.subject.sub },
  };
}

/** A leaf stays for ever. What the provider said in its own words may be about a person, and stands beside it until it is erased. */
function failureMembers({ code, detail, quoted }: AttemptFailure, data: Readonly<Record<string, JsonValue>>) {
  return quoted === undefined
    ? { data: { ...data, code, detail } }
    : { data: { ...data, code, detail: quoted.seen }, disclosures: { providerMessage: quoted.said } };
}

/** The one failed event of a refused login: of the attempt, or of the whole when no attempt is left. */
export function failedEvent(
  authentication: SignerAuthentication,
  attempt: Attempt,
  failure: AttemptFailure,
  final: boolean,
  now: Date,
): AuditEventInput {
  return {
    ...aboutAttempt(authentication, attempt, now),
    type: final ? 'signer_authentication.failed' : 'attempt.failed',
    ...failureMembers(failure, { provider: attempt.providerName, revision: attempt.providerRevision, final }),
  };
}

/** A login that came to its end when another one had succeeded already. */
export function unneededEvent(authentication: SignerAuthentication, attempt: Attempt, now: Date): AuditEventInput {
  return {
    ...aboutAttempt(authentication, attempt, now),
    type: 'attempt.abandoned',
    data: { provider: attempt.providerName, duringExchange: true, reason: 'already_succeeded' },
  };
}

/** Told from the attempt alone: what is sealed beside a login must not have to be opened for its browser to be given up. */
export function abandonedEvent(attempt: Attempt, now: Date): AuditEventInput {
  const { tenantId, ownerId, envelopeId, dataKeyId } = attempt;
  if (envelopeId === null || dataKeyId === null) throw new Error(`Attempt ${attempt.id} is about no envelope`);
  return {
    ...eventAbout({ id: ownerId, tenantId, envelopeId, dataKeyId }, now),
    attemptId: attempt.id,
    actor: { type: 'system', id: 'overdue-attempts' },
    type: 'attempt.abandoned',
    data: { provider: attempt.providerName, duringExchange: attempt.consumedAt !== null },
  };
}
