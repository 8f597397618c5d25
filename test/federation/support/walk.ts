import type {
  CallbackParameters,
  CompletedTrip,
  CompleteTrip,
  StartedTrip,
  StartTrip,
  TripFailure,
  TripOutcome,
} from '../../../src/federation/trip.js';
import type { ProviderForTrip } from '../../../src/providers/provider-for-trip.js';
import { type BrowserPage, SignerBrowser } from '../../support/signer-browser.js';
import type { FederationUnderTest } from './federation-under-test.js';

export const REDIRECT_URI = 'https://sign.example/callback/default/test';

interface WalkOptions {
  readonly start?: Partial<StartTrip>;
  readonly complete?: Partial<CompleteTrip>;
  /** What the signer does at the provider. Default: nothing, it answers at once. */
  readonly atProvider?: (browser: SignerBrowser) => Promise<BrowserPage>;
  readonly certificateAuthorities?: readonly string[];
}

export function start(tested: FederationUnderTest, provider: ProviderForTrip, options: WalkOptions = {}) {
  return tested.federation.start({
    provider,
    redirectUri: REDIRECT_URI,
    language: 'de',
    loginHint: 'john@example.com',
    signal: AbortSignal.timeout(20_000),
    ...options.start,
  });
}

/** Sends a browser to the provider and catches what it brings back. */
export async function browse(authorizationUrl: string, options: WalkOptions = {}): Promise<CallbackParameters> {
  const { certificateAuthorities = [] } = options;
  const browser = new SignerBrowser({
    certificateAuthorities,
    doNotFetch: (url) => url.href.startsWith(REDIRECT_URI),
  });
  try {
    const page = await browser.open(authorizationUrl);
    const { url, submitted } = options.atProvider === undefined ? page : await options.atProvider(browser);
    if (!url.href.startsWith(REDIRECT_URI)) throw new Error(`The provider kept the browser: ${browser.page.text}`);
    const method = [...submitted].length > 0 ? 'POST' : 'GET';
    return { method, parameters: method === 'POST' ? submitted : url.searchParams };
  } finally {
    await browser.close();
  }
}

export function complete(
  tested: FederationUnderTest,
  provider: ProviderForTrip,
  started: StartedTrip,
  callback: CallbackParameters,
  options: WalkOptions = {},
): Promise<TripOutcome> {
  return tested.federation.complete({
    provider,
    redirectUri: REDIRECT_URI,
    secrets: started.secrets,
    metadataHash: started.metadataHash,
    callback,
    signal: AbortSignal.timeout(20_000),
    now: () => tested.clock.now(),
    ...options.complete,
  });
}

/** A whole trip: there and back. */
export async function walk(
  tested: FederationUnderTest,
  provider: ProviderForTrip,
  options: WalkOptions = {},
): Promise<TripOutcome> {
  const started = await start(tested, provider, options);
  return await complete(tested, provider, started, await browse(started.authorizationUrl, options), options);
}

export function completed(outcome: TripOutcome): CompletedTrip {
  if (outcome.kind === 'completed') return outcome.trip;
  throw new Error(`expected success, got ${outcome.failure.code}: ${outcome.failure.detail}`);
}

export function failed(outcome: TripOutcome): TripFailure {
  if (outcome.kind === 'failed') return outcome.failure;
  throw new Error('expected a failure, got success');
}
