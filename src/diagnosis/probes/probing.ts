import { randomBytes, randomUUID } from 'node:crypto';
import { ImportedKeys } from '../../credentials/imported-keys.js';
import { makeTripSecrets } from '../../federation/authorization-request/trip-secrets.js';
import { DpopNonces } from '../../federation/dpop/dpop-nonces.js';
import { KeySets } from '../../federation/jwks/key-sets.js';
import type { ProviderMetadata } from '../../federation/metadata/server-metadata.js';
import type { TripSecrets } from '../../federation/trip.js';
import { type TripContext, tripContext } from '../../federation/trip-context.js';
import { TripLog } from '../../federation/trip-log.js';
import type { Surroundings } from '../../federation/trip-parts.js';
import type { ProviderConfiguration } from '../../providers/provider-configuration.js';
import type { ProviderForTrip } from '../../providers/provider-for-trip.js';
import type { DiagnosisSubject } from '../diagnosis-subject.js';
import type { ObservedOutbound } from './observed-outbound.js';
import type { TokenAllowance } from './token-allowance.js';

/** What a probe asks differently from a real login. */
export interface ProbeChanges {
  readonly configuration?: ProviderConfiguration;
  readonly redirectUri?: string;
  readonly credentials?: ProviderForTrip['credentials'];
}

/** Everything that the probes of one diagnosis share. */
export class Probing {
  readonly provider: ProviderForTrip;
  readonly redirectUri: string;
  readonly saved: boolean;
  readonly #surroundings: Surroundings;
  readonly #codeVerifier = randomBytes(32).toString('base64url');
  #secrets: Promise<TripSecrets> | undefined;

  constructor(
    subject: DiagnosisSubject,
    readonly outbound: ObservedOutbound,
    readonly signal: AbortSignal,
    readonly now: () => Date,
    readonly allowance: TokenAllowance,
    resources: Surroundings['resources'],
  ) {
    // An id of its own: a diagnosis must neither trip nor be stopped by the circuit of the signers' logins.
    this.provider = { ...subject.provider, id: randomUUID() };
    this.redirectUri = subject.redirectUri;
    this.saved = subject.saved;
    this.#surroundings = {
      outbound,
      resources,
      keySets: new KeySets(outbound, now),
      imported: new ImportedKeys(),
      dpopNonces: new DpopNonces(),
    };
  }

  /** A trip that uses the steps of real logins, so that what is probed is what they do. */
  async trip(metadata: ProviderMetadata, changes: ProbeChanges = {}): Promise<TripContext> {
    const configuration = changes.configuration ?? this.provider.configuration;
    return tripContext({
      ...this.#surroundings,
      provider: { ...this.provider, configuration, credentials: changes.credentials ?? this.provider.credentials },
      metadata,
      redirectUri: changes.redirectUri ?? this.redirectUri,
      secrets: await this.#secretsFor(configuration),
      signal: this.signal,
      now: this.now,
      log: new TripLog(this.now),
    });
  }

  /** One for all probes, so that pages which repeat them can be compared. */
  async #secretsFor(configuration: ProviderConfiguration): Promise<TripSecrets> {
    this.#secrets ??= makeTripSecrets(this.provider.configuration);
    const { state, nonce, dpopKey } = await this.#secrets;
    return {
      state,
      nonce: configuration.idToken?.useNonce === true ? (nonce ?? state) : null,
      codeVerifier: configuration.usePkce ? this.#codeVerifier : null,
      dpopKey: configuration.dpop === null ? null : dpopKey,
    };
  }
}
