import { Inject, Injectable } from '@nestjs/common';
import { RefusedCredentials } from '../client-authentication/refused-credentials.js';
import { Clock } from '../config/clock.js';
import { ImportedKeys } from '../credentials/imported-keys.js';
import { CountersignError } from '../errors/countersign-error.js';
import { OutboundClient } from '../outbound/outbound-client.js';
import { AuthenticatedOutbound } from '../outbound-authentication/calls/authenticated-outbound.js';
import type { ProviderForTrip } from '../providers/provider-for-trip.js';
import { makeTripSecrets } from './authorization-request/trip-secrets.js';
import { encryptedState } from './authorization-response/encrypted-state.js';
import { requireDistinctParameters, requireState } from './authorization-response/judge-authorization-response.js';
import { expectsResponseJwt } from './authorization-response/read-response-jwt.js';
import { completeTrip, TripEvidence } from './complete-trip.js';
import { DpopNonces } from './dpop/dpop-nonces.js';
import { KeySets } from './jwks/key-sets.js';
import { verifyLogoutToken } from './logout/verify-logout-token.js';
import { MetadataSource } from './metadata/metadata-source.js';
import { ProviderObserver } from './metadata/provider-observer.js';
import { startTrip } from './start-trip.js';
import {
  type CallbackParameters,
  type CompleteTrip,
  Federation,
  type LogoutToken,
  type StartedTrip,
  type StartTrip,
  type TripOutcome,
} from './trip.js';
import { keySourceOf, tripContext } from './trip-context.js';
import { TripLog } from './trip-log.js';
import type { Surroundings } from './trip-parts.js';

/** Runs trips to OpenID providers and OAuth 2.0 authorization servers. Holds what outlives a trip; a trip is a plain object. */
@Injectable()
export class ProviderFederation extends Federation {
  readonly #surroundings: Surroundings;
  readonly #metadata: MetadataSource;
  readonly #refusedCredentials = new RefusedCredentials();

  constructor(
    outbound: OutboundClient,
    private readonly observer: ProviderObserver,
    private readonly clock: Clock,
    @Inject(AuthenticatedOutbound) resources: Pick<AuthenticatedOutbound, 'senderFor'>,
  ) {
    super();
    const now = () => clock.now();
    this.#metadata = new MetadataSource(outbound, observer, now);
    this.#surroundings = {
      outbound,
      resources,
      keySets: new KeySets(outbound, now),
      imported: new ImportedKeys(),
      dpopNonces: new DpopNonces(),
    };
  }

  async start(start: StartTrip): Promise<StartedTrip> {
    const { redirectUri, signal } = start;
    const provider = this.#arranged(start.provider);
    const now = () => this.clock.now();
    const log = new TripLog(now);
    const metadata = await this.#metadata.current({ provider, log, signal });
    const secrets = await makeTripSecrets(provider.configuration);
    const trip = tripContext({ ...this.#surroundings, provider, metadata, redirectUri, secrets, signal, now, log });
    const authorizationUrl = await startTrip(trip, start).catch((error: unknown) => {
      this.#learnFrom(error, provider);
      throw error;
    });
    return { authorizationUrl, secrets, metadataHash: metadata.hash, steps: log.steps };
  }

  async complete(complete: CompleteTrip): Promise<TripOutcome> {
    const { redirectUri, secrets, signal, now } = complete;
    const provider = this.#arranged(complete.provider);
    const log = new TripLog(now);
    const evidence = new TripEvidence();
    let issuer: string | null = null;
    try {
      await this.#requireOwnCallback(complete, log);
      const metadata = await this.#metadata.pinned({ provider, log, signal }, complete.metadataHash);
      issuer = metadata.server.issuer;
      const trip = tripContext({ ...this.#surroundings, provider, metadata, redirectUri, secrets, signal, now, log });
      const completed = await completeTrip(trip, complete.callback.parameters, evidence, () =>
        this.observer.recordIssuerParameter(provider),
      );
      return { kind: 'completed', trip: completed };
    } catch (error) {
      if (!(error instanceof CountersignError)) throw error;
      this.#learnFrom(error, provider);
      const { code, detail = '', quoted } = error;
      const { idToken, resources } = evidence;
      return { kind: 'failed', failure: { code, detail, quoted, steps: log.steps, resources, idToken, issuer } };
    }
  }

  async logoutToken(provider: ProviderForTrip, token: string, signal: AbortSignal): Promise<LogoutToken> {
    const now = this.clock.now();
    const log = new TripLog(() => this.clock.now());
    const metadata = await this.#metadata.current({ provider, log, signal });
    const { keySets, imported } = this.#surroundings;
    const keys = keySourceOf({ keySets, metadata, provider, log, signal });
    return verifyLogoutToken({ token, provider, metadata, keys, imported, now });
  }

  encryptedState(provider: ProviderForTrip, callback: CallbackParameters): Promise<string | null> {
    return encryptedState(provider, callback.parameters, this.#surroundings.imported);
  }

  #learnFrom(error: unknown, provider: ProviderForTrip): void {
    if (!(error instanceof CountersignError)) return;
    const isRefusal =
      error.code === 'token_request.invalid_client' || error.code === 'pushed_authorization.invalid_client';
    if (!isRefusal) return;
    this.#refusedCredentials.refuse(provider.configuration.clientAuthentication.method, provider.credentials);
  }

  #arranged(provider: ProviderForTrip): ProviderForTrip {
    return { ...provider, credentials: this.#refusedCredentials.arranged(provider.credentials) };
  }

  /** Whatever else is wrong, a callback of another login causes no call at all, not even for metadata. */
  async #requireOwnCallback({ provider, callback, secrets }: CompleteTrip, log: TripLog): Promise<void> {
    try {
      requireDistinctParameters(callback.parameters);
      if (!expectsResponseJwt({ provider })) requireState(callback.parameters, secrets.state);
    } catch (error) {
      await log.step({ step: 'authorization_response' }, () => {
        throw error;
      });
    }
  }
}
