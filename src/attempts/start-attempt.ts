import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { AuditRecorder } from '../audit/recording.js';
import type { StreamHead } from '../audit/stream-head.js';
import { Clock } from '../config/clock.js';
import type { Settings } from '../config/settings.js';
import { SETTINGS } from '../config/settings.token.js';
import type { Lookups } from '../database/transaction.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { writeTogether } from '../database/write-together.js';
import { CountersignError } from '../errors/countersign-error.js';
import { Federation, type StartedTrip, type StepRecord, type TripSecrets } from '../federation/trip.js';
import type { ProviderForTrip } from '../providers/provider-for-trip.js';
import { redirectUriOf } from '../providers/redirect-uri.js';
import type { ProviderLocation } from '../providers/stores/provider-location.store.js';
import { hashSecret, makeSecret } from '../secrets/lookup-secret.js';
import { annotate } from '../tracing/active-span.js';
import { type Attempt, type AttemptPurpose, CALLBACK_TIMEOUT, OPEN_SECONDS, openDeadline } from './attempt.js';
import { AttemptStore } from './attempt.store.js';
import { namesOf } from './attempt-in-traces.js';
import type { OwnersPart } from './attempt-owner.js';
import { type BrowserCookie, bindingCookie } from './binding-cookie.js';
import { StartedAttempts } from './started-attempts.js';
import { withinTime } from './within-time.js';

interface StartAttempt {
  readonly purpose: AttemptPurpose;
  readonly ownerId: string;
  readonly ownerExpiresAt: Date;
  readonly envelopeId: string | null;
  readonly dataKeyId: string | null;
  readonly provider: ProviderForTrip;
  /** Where the provider stood, of an owner whose callbacks are served from memory while nothing has changed; absent: it is looked for then. */
  readonly location?: ProviderLocation | undefined;
  readonly language: string | null;
  readonly loginHint: string | null;
  /**
   * What the owner writes together with the attempt, e.g. its count of starts and the audit event.
   * @param again what was known before the start has changed, and MUST be read anew
   */
  readonly together: (reading: Lookups, attempt: Attempt, now: Date, again: boolean) => Promise<OwnersPart>;
  /** Told where the streams stand once it is written. */
  readonly started?: (heads: readonly StreamHead[]) => void;
}

export interface StartedAttempt {
  readonly attempt: Attempt;
  readonly authorizationUrl: string;
  readonly cookie: BrowserCookie;
  /** What was done before the browser is sent away. */
  readonly steps: readonly StepRecord[];
}

/** Whether the provider is asked to answer by a cross-site POST. */
function answersByPost(provider: ProviderForTrip): boolean {
  return provider.configuration.responseMode?.startsWith('form_post') ?? false;
}

/**
 * Starts attempts, whoever they are for. The steps of every start, in order; what comes before is the owner's: it follows its link
 * and finds the provider.
 *
 * 1. ask: the provider's description is read, and the authorization request is made or pushed
 * 2. bind: a cookie for this browser, of which the attempt keeps a hash
 * 3. judge again: the owner says whether it may still be started, and what it writes besides
 * 4. write: attempt, what the owner writes, and the events, in one statement that is refused if anything has changed; then from 3
 *
 * A provider that cannot be sent to leaves a failed attempt, written the same way.
 */
@Injectable()
export class AttemptStarter {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly federation: Federation,
    private readonly attempts: AttemptStore,
    private readonly started: StartedAttempts,
    private readonly audit: AuditRecorder,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws CountersignError of step `discovery`, `pushed_authorization` or `authorization_request` when the provider cannot be
   *   sent to; the failed attempt is stored first, so that the admin sees why
   */
  async start(start: StartAttempt): Promise<StartedAttempt> {
    const startedAt = this.clock.now();
    let trip: StartedTrip;
    try {
      trip = await withinTime(CALLBACK_TIMEOUT, (signal) =>
        this.federation.start({
          provider: start.provider,
          redirectUri: redirectUriOf(this.settings.PUBLIC_URL, start.provider.tenantName, start.provider.name),
          language: start.language,
          loginHint: start.loginHint,
          signal,
        }),
      );
    } catch (error) {
      if (error instanceof CountersignError) await this.storeFailed(start, startedAt, error);
      throw error;
    }
    const attempt: Attempt = { ...this.attemptOf(start, startedAt), metadataHash: trip.metadataHash };
    const binding = makeSecret(256);
    await this.write(start, attempt, startedAt, trip.secrets, trip.secrets.state, binding);
    return {
      attempt,
      authorizationUrl: trip.authorizationUrl,
      steps: trip.steps,
      cookie: bindingCookie(
        trip.secrets.state,
        binding,
        this.settings.PUBLIC_URL,
        answersByPost(start.provider),
        OPEN_SECONDS,
      ),
    };
  }

  private attemptOf(start: StartAttempt, startedAt: Date): Attempt {
    return {
      id: randomUUID(),
      tenantId: start.provider.tenantId,
      purpose: start.purpose,
      ownerId: start.ownerId,
      envelopeId: start.envelopeId,
      dataKeyId: start.dataKeyId,
      providerId: start.provider.id,
      providerName: start.provider.name,
      providerRevision: start.provider.revision,
      metadataHash: '',
      status: 'open',
      failure: null,
      startedAt,
      deadlineAt: openDeadline(startedAt, start.ownerExpiresAt),
      consumedAt: null,
      endedAt: null,
    };
  }

  private async storeFailed(start: StartAttempt, startedAt: Date, error: CountersignError): Promise<void> {
    const now = this.clock.now();
    const failed: Attempt = {
      ...this.attemptOf(start, startedAt),
      status: 'failed',
      failure: { code: error.code, detail: error.detail ?? '', quoted: error.quoted },
      endedAt: now,
    };
    // Nothing was sent to the browser, so the hashes are of secrets that nobody has.
    await this.write(start, failed, now, null, makeSecret(256), makeSecret(256));
  }

  private async write(
    start: StartAttempt,
    attempt: Attempt,
    now: Date,
    secrets: TripSecrets | null,
    state: string,
    binding: string,
  ): Promise<void> {
    annotate(namesOf(attempt));
    const sealed = secrets === null ? null : this.attempts.sealSecrets(attempt, secrets);
    const [stateHash, bindingHash] = [hashSecret(state), hashSecret(binding)];
    const inserted = this.attempts.insertAttempt(attempt, sealed, stateHash, bindingHash);
    const heads = await this.unitOfWork.runOptimistically(async (reading, again) => {
      const owners = await start.together(reading, attempt, now, again);
      const events = await this.audit.prepare(reading, owners.heads, owners.events);
      await writeTogether(
        reading,
        [inserted, ...owners.writes(events.recorded), ...events.writes],
        attempt.envelopeId ?? attempt.ownerId,
      );
      return events.heads;
    });
    start.started?.(heads);
    const { location: provider } = start;
    if (sealed !== null && provider !== undefined)
      this.started.remember({ attempt, heads, provider, sealedSecrets: sealed }, stateHash, bindingHash);
  }
}
