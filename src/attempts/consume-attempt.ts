import { Inject, Injectable } from '@nestjs/common';
import { type AuditEventInput, AuditRecorder } from '../audit/recording.js';
import type { StreamHead } from '../audit/stream-head.js';
import { Clock } from '../config/clock.js';
import type { Settings } from '../config/settings.js';
import { SETTINGS } from '../config/settings.token.js';
import type { Lookups } from '../database/transaction.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { type Write, writeTogether } from '../database/write-together.js';
import { CountersignError } from '../errors/countersign-error.js';
import type { CallbackParameters } from '../federation/trip.js';
import { correlationId } from '../http/correlation.js';
import { standsWhereFound } from '../providers/stores/provider-location.store.js';
import { type Attempt, exchangingDeadline } from './attempt.js';
import { AttemptStore, type CallbackMatch, type LocatedAttempt } from './attempt.store.js';
import { AttemptOwners } from './attempt-owner.js';
import { bindingCookieName } from './binding-cookie.js';
import { CallbackTrip, type ConsumedAttempt } from './callback-trip.js';
import type { SettledPage } from './settlement.js';
import { StartedAttempts } from './started-attempts.js';

export interface ReceivedCallback {
  readonly tenantName: string;
  readonly providerName: string;
  readonly callback: CallbackParameters;
  /** Reads a cookie of the request by name. */
  readonly cookie: (name: string) => string | undefined;
  /** Values of all cookies by which browsers are bound to attempts. */
  readonly bindings: readonly string[];
}

/** An attempt that was taken for its one exchange. */
export interface Consumed extends ConsumedAttempt {
  readonly kind: 'consumed';
  /** Heads of its streams as they were found. */
  readonly found: readonly StreamHead[];
  /** Of those streams, as they were left. */
  readonly heads: readonly StreamHead[];
}

export type Consumption =
  | Consumed
  /** It came before, or too late, and from the browser that started the attempt. */
  | { readonly kind: 'not-open'; readonly attempt: Attempt }
  /** It came before, and the browser has no cookie of it: taken back, or it is another browser. */
  | { readonly kind: 'ended-before'; readonly page: SettledPage };

/** Takes the attempt that a callback belongs to, and commits that before anybody makes a network call for it. */
@Injectable()
export class AttemptConsumer {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly attempts: AttemptStore,
    private readonly started: StartedAttempts,
    private readonly owners: AttemptOwners,
    private readonly audit: AuditRecorder,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly trip: CallbackTrip,
  ) {}

  /** Whether a callback belongs to an open attempt of this browser: a trip will be made for it. Changes nothing. */
  async isAwaited({ tenantName, providerName, cookie }: ReceivedCallback, state: string | null): Promise<boolean> {
    const binding = state === null ? undefined : cookie(bindingCookieName(state, this.settings.PUBLIC_URL));
    if (state === null || binding === undefined) return false;
    const match = { state, binding, tenantName, providerName };
    const located = await this.attempts.findByCallback(this.unitOfWork.lookups, match);
    return located?.attempt.status === 'open' && located.attempt.deadlineAt > this.clock.now();
  }

  /**
   * @param state what the callback claims; null when it claims nothing that could be ours, or cannot be read
   * @throws CountersignError `callback.no_matching_attempt`; then nothing has changed
   */
  async consume(received: ReceivedCallback, state: string | null): Promise<Consumption> {
    if (state === null) return await this.consumeUnreadable(received);
    const { tenantName, providerName } = received;
    const binding = received.cookie(bindingCookieName(state, this.settings.PUBLIC_URL));
    if (binding === undefined) return this.withoutCookie({ state, tenantName, providerName });
    const match = { state, binding, tenantName, providerName };
    const started = this.started.take(match);
    return this.unitOfWork.runOptimistically(async (reading, again) => {
      if (started === null || again || started.attempt.deadlineAt <= this.clock.now())
        return this.take(reading, await this.attempts.findByCallback(reading, match), received);
      const { provider, attempt } = started;
      const unchanged = provider === null ? [] : [standsWhereFound(provider, attempt.providerRevision)];
      return this.take(reading, started, received, unchanged);
    });
  }

  /**
   * A JWT authorization response (JARM) that nobody can open or read tells no state. When the browser has one login under way at this
   * provider, and one only, it is the end of that login, so that it is recorded and says what is wrong. Whoever makes a browser come
   * here with garbage can so end a login that is under way in it, which then has to be started again, and nothing else; providers
   * that answer with plain parameters are not concerned.
   */
  private async consumeUnreadable(received: ReceivedCallback): Promise<Consumption> {
    const { callback, bindings, tenantName, providerName } = received;
    const isJwt = callback.parameters.has('response') && !callback.parameters.has('state');
    if (!isJwt || bindings.length === 0) throw new CountersignError('callback.no_matching_attempt');
    return this.unitOfWork.runOptimistically(async (reading) => {
      const own = { bindings, tenantName, providerName };
      const [located, ...others] = await this.attempts.findOpenOfBrowser(reading, own, this.clock.now());
      const isOne = located !== undefined && others.length === 0;
      const expectsJwt = isOne && (await this.trip.expectsResponseJwt(located));
      return this.take(reading, expectsJwt ? located : null, received);
    });
  }

  private async take(
    reading: Lookups,
    located: LocatedAttempt | null,
    received: ReceivedCallback,
    conditions: readonly Write[] = [],
  ): Promise<Consumption> {
    if (located === null) throw new CountersignError('callback.no_matching_attempt');
    const { attempt } = located;
    const now = this.clock.now();
    if (attempt.status !== 'open' || attempt.deadlineAt <= now) return { kind: 'not-open', attempt };
    const secrets = this.attempts.secretsOf(located);
    const deadlineAt = exchangingDeadline(now);
    const events = await this.audit.prepare(reading, located.heads, this.eventsOf(attempt, received, now));
    await writeTogether(
      reading,
      [...conditions, this.attempts.consumeAttempt(attempt, now, deadlineAt), ...events.writes],
      attempt.envelopeId ?? attempt.id,
    );
    const consumed: Attempt = { ...attempt, status: 'exchanging', consumedAt: now, deadlineAt };
    const { provider, heads: found } = located;
    return { kind: 'consumed', attempt: consumed, secrets, provider, found, heads: events.heads };
  }

  /** The page that came first is loaded again: it says no more than that, and nobody is handed back by it. */
  private async withoutCookie(callback: Omit<CallbackMatch, 'binding'>): Promise<Consumption> {
    const end = await this.attempts.findEnd(this.unitOfWork.lookups, callback);
    if (end === null) throw new CountersignError('callback.no_matching_attempt');
    const standing = end === 'succeeded' ? 'succeeded' : 'failed';
    return { kind: 'ended-before', page: { name: 'already-received', standing } };
  }

  private eventsOf(attempt: Attempt, { callback }: ReceivedCallback, now: Date): readonly AuditEventInput[] {
    const owner = this.owners.of(attempt.purpose);
    const place = owner.received(attempt);
    if (place === null) return [];
    return [
      {
        ...place,
        tenantId: attempt.tenantId,
        type: 'attempt.callback_received',
        occurredAt: now,
        actor: owner.actor(attempt),
        correlationId: correlationId(),
        attemptId: attempt.id,
        data: { provider: attempt.providerName, method: callback.method },
      },
    ];
  }
}
