import { Inject, Injectable } from '@nestjs/common';
import { type AuditEventInput, AuditRecorder } from '../audit/recording.js';
import { Clock } from '../config/clock.js';
import type { Settings } from '../config/settings.js';
import { SETTINGS } from '../config/settings.token.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { writeTogether } from '../database/write-together.js';
import { CountersignError } from '../errors/countersign-error.js';
import type { CallbackParameters, TripSecrets } from '../federation/trip.js';
import { correlationId } from '../http/correlation.js';
import { type Attempt, exchangingDeadline } from './attempt.js';
import { AttemptStore, type CallbackMatch } from './attempt.store.js';
import { bindingCookieName } from './binding-cookie.js';

export interface ReceivedCallback {
  readonly tenantName: string;
  readonly providerName: string;
  readonly callback: CallbackParameters;
  /** Reads a cookie of the request by name. */
  readonly cookie: (name: string) => string | undefined;
}

export type Consumption =
  | { readonly kind: 'consumed'; readonly attempt: Attempt; readonly secrets: TripSecrets }
  /** It came before, or too late. */
  | { readonly kind: 'not-open'; readonly attempt: Attempt };

/** Takes the attempt that a callback belongs to, and commits that before anybody makes a network call for it. */
@Injectable()
export class AttemptConsumer {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly attempts: AttemptStore,
    private readonly audit: AuditRecorder,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /**
   * @param state what the callback claims; null when it claims nothing that could be ours
   * @throws CountersignError `callback.no_matching_attempt`; then nothing has changed
   */
  async consume(received: ReceivedCallback, state: string | null): Promise<Consumption> {
    const match = this.matchOf(received, state);
    return this.unitOfWork.runOptimistically(async (reading) => {
      const located = await this.attempts.findByCallback(reading, match);
      if (located === null) throw new CountersignError('callback.no_matching_attempt');
      const { attempt } = located;
      const now = this.clock.now();
      if (attempt.status !== 'open' || attempt.deadlineAt <= now) return { kind: 'not-open', attempt };
      const secrets = this.attempts.secretsOf(located);
      const deadlineAt = exchangingDeadline(now);
      const events = await this.audit.prepare(reading, located.heads, eventsOf(attempt, received, now));
      await writeTogether(
        reading,
        [this.attempts.consumed(attempt, now, deadlineAt), ...events.writes],
        attempt.envelopeId ?? attempt.id,
      );
      return { kind: 'consumed', attempt: { ...attempt, status: 'exchanging', consumedAt: now, deadlineAt }, secrets };
    });
  }

  private matchOf(received: ReceivedCallback, state: string | null): CallbackMatch {
    const binding = state === null ? undefined : received.cookie(bindingCookieName(state, this.settings.PUBLIC_URL));
    if (state === null || binding === undefined) throw new CountersignError('callback.no_matching_attempt');
    return { state, binding, tenantName: received.tenantName, providerName: received.providerName };
  }
}

/** Of a test login the trail has one event only, its end. */
function eventsOf(attempt: Attempt, { callback }: ReceivedCallback, now: Date): readonly AuditEventInput[] {
  if (attempt.purpose === 'test_login') return [];
  return [
    {
      tenantId: attempt.tenantId,
      stream: attempt.envelopeId === null ? 'tenant' : { envelopeId: attempt.envelopeId },
      type: 'attempt.callback_received',
      occurredAt: now,
      actor: { type: 'signer', id: attempt.ownerId },
      correlationId: correlationId(),
      signerAuthenticationId: attempt.ownerId,
      attemptId: attempt.id,
      data: { provider: attempt.providerName, method: callback.method },
    },
  ];
}
