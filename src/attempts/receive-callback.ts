import { Inject, Injectable } from '@nestjs/common';
import type { Settings } from '../config/settings.js';
import { SETTINGS } from '../config/settings.token.js';
import { type CallbackParameters, Federation, type TripOutcome, type TripSecrets } from '../federation/trip.js';
import { ProviderDirectory } from '../providers/provider-directory.js';
import type { ProviderForTrip } from '../providers/provider-for-trip.js';
import { redirectUriOf } from '../providers/redirect-uri.js';
import { type Attempt, CALLBACK_TIMEOUT } from './attempt.js';
import { AttemptOwners, type Settlement } from './attempt-owner.js';
import { AttemptConsumer, type ReceivedCallback } from './consume-attempt.js';

/**
 * Receives what a provider answers through the browser, in one straight line: consume the attempt, complete the trip, let the
 * owner settle it. A callback that comes again makes no call and shows where the first one stands.
 */
@Injectable()
export class CallbackReceiver {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly consumer: AttemptConsumer,
    private readonly providers: ProviderDirectory,
    private readonly federation: Federation,
    private readonly owners: AttemptOwners,
  ) {}

  /** @throws CountersignError `callback.no_matching_attempt` */
  async receive(received: ReceivedCallback): Promise<Settlement> {
    const consumption = await this.consumer.consume(received);
    const owner = this.owners.of(consumption.attempt.purpose);
    if (consumption.kind === 'not-open') return owner.repeat(consumption.attempt);
    const { attempt, secrets } = consumption;
    const provider = await this.providers.forTrip(attempt.tenantId, attempt.providerId, attempt.providerRevision);
    return owner.settle(attempt, await this.complete(attempt, secrets, received.callback, provider), provider);
  }

  private async complete(attempt: Attempt, secrets: TripSecrets, callback: CallbackParameters, provider: ProviderForTrip | null): Promise<TripOutcome> {
    if (provider === null) {
      const failure = { code: 'outcome.provider_disabled', detail: 'The provider was disabled or deleted after the login was started' } as const;
      return { kind: 'failed', failure: { ...failure, steps: [], resources: [], idToken: null } };
    }
    return this.federation.complete({
      provider,
      redirectUri: redirectUriOf(this.settings.PUBLIC_URL, provider.tenantName, provider.name),
      secrets,
      metadataHash: attempt.metadataHash,
      callback,
      signal: AbortSignal.timeout(CALLBACK_TIMEOUT),
      now: () => new Date(),
    });
  }
}
