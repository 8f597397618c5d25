import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../config/clock.js';
import type { Settings } from '../config/settings.js';
import { SETTINGS } from '../config/settings.token.js';
import { expectsResponseJwt } from '../federation/authorization-response/read-response-jwt.js';
import { type CallbackParameters, Federation, type TripOutcome, type TripSecrets } from '../federation/trip.js';
import { ProviderDirectory } from '../providers/provider-directory.js';
import type { ProviderForTrip } from '../providers/provider-for-trip.js';
import { redirectUriOf } from '../providers/redirect-uri.js';
import type { ProviderLocation } from '../providers/stores/provider-location.store.js';
import { type Attempt, CALLBACK_TIMEOUT } from './attempt.js';
import type { LocatedAttempt } from './attempt.store.js';
import { AttemptOwners } from './attempt-owner.js';
import { withinTime } from './within-time.js';

export interface ConsumedAttempt {
  readonly attempt: Attempt;
  readonly secrets: TripSecrets;
  /** Where its provider stood when the callback came; null when it was deleted. */
  readonly provider: ProviderLocation | null;
}

interface CompletedCallback {
  readonly outcome: TripOutcome;
  /** null when the provider was disabled or deleted, or its tenant suspended, after the start; then no call was made. */
  readonly provider: ProviderForTrip | null;
}

/** Completes the trip of a consumed attempt with the revision that the attempt pins. */
@Injectable()
export class CallbackTrip {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly owners: AttemptOwners,
    private readonly providers: ProviderDirectory,
    private readonly federation: Federation,
    private readonly clock: Clock,
  ) {}

  async complete(
    { attempt, secrets, provider: location }: ConsumedAttempt,
    callback: CallbackParameters,
  ): Promise<CompletedCallback> {
    const provider = location === null ? null : await this.usableProvider(attempt, location);
    if (provider === null)
      return {
        provider,
        outcome: { kind: 'failed', failure: { ...DISABLED, steps: [], resources: [], idToken: null, issuer: null } },
      };
    const outcome = await withinTime(CALLBACK_TIMEOUT, (signal) =>
      this.federation.complete({
        provider,
        redirectUri: redirectUriOf(this.settings.PUBLIC_URL, provider.tenantName, provider.name),
        secrets,
        metadataHash: attempt.metadataHash,
        callback,
        signal,
        now: () => this.clock.now(),
      }),
    );
    return { provider, outcome };
  }

  /** Whether the revision that the attempt pins wants its authorization response as a JWT (JARM). */
  async expectsResponseJwt({ attempt, provider }: LocatedAttempt): Promise<boolean> {
    const found = provider === null ? null : await this.providers.forAttempt(provider, attempt.providerRevision);
    return found !== null && expectsResponseJwt(found);
  }

  private async usableProvider({ purpose, providerRevision }: Attempt, location: ProviderLocation) {
    const found = await this.providers.forAttempt(location, providerRevision);
    return found !== null && this.owners.of(purpose).usable(found) ? found.provider : null;
  }
}

const DISABLED = {
  code: 'outcome.provider_disabled',
  detail: 'The provider was disabled or deleted, or the tenant suspended, after the login was started',
} as const;
