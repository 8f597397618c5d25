import { randomBytes } from 'node:crypto';
import { CountersignError } from '../../errors/countersign-error.js';
import { authorizationParameters } from '../../federation/authorization-request/authorization-parameters.js';
import { pushed } from '../../federation/authorization-request/pushed-authorization-request.js';
import { withRequestObject } from '../../federation/authorization-request/request-object.js';
import { codeChallengeOf, dpopThumbprintOf } from '../../federation/authorization-request/trip-secrets.js';
import type { ProviderMetadata } from '../../federation/metadata/server-metadata.js';
import { outboundProfile } from '../../federation/outbound-profile.js';
import { withParameters } from '../../federation/with-parameters.js';
import { type OutboundReason, outboundFailureIn } from '../../outbound/outbound-failure.js';
import { type AuthorizationAnswer, readAuthorizationAnswer } from '../observed/authorization-answer.js';
import { isAccepted } from '../observed/compare-answers.js';
import { type RequestVariant, requestVariants } from './authorization-variants.js';
import type { ProbeChanges, Probing } from './probing.js';

export interface AuthorizationSeen {
  /** The request of a real login. */
  readonly asked: AuthorizationAnswer;
  /** Asked with a redirect URI that cannot be registered. */
  readonly withForeignRedirectUri: AuthorizationAnswer | null;
  /** Asked with a client id that cannot exist. */
  readonly withForeignClientId: AuthorizationAnswer | null;
  /** Asked with `prompt=none`, which a provider answers to the redirect URI at once. */
  readonly withoutPrompt: AuthorizationAnswer | null;
  /** When the request was refused: the same with one setting changed, each. */
  readonly variants: readonly { readonly variant: RequestVariant; readonly answer: AuthorizationAnswer }[];
  readonly durationMs: number;
}

/** Login pages can be large; they are looked at, not believed. */
const pageBytes = 2 * 1024 * 1024;

/** A page for people may be compressed, huge or adorned as it likes. */
const unreadable: readonly OutboundReason[] = ['too_large', 'encoding_refused', 'headers_too_large'];

const foreignRedirectUri = 'https://not-registered.example/callback';

/** Asks the authorization endpoint as a signer's browser would, following nothing; then with what it must refuse. */
export async function probeAuthorization(probing: Probing, metadata: ProviderMetadata): Promise<AuthorizationSeen> {
  const { configuration } = probing.provider;
  const startedAt = performance.now();
  const foreignClient = { ...configuration, clientId: `no-such-client-${randomBytes(9).toString('hex')}` };
  const silent = { ...configuration.authorizationParameters, prompt: 'none' };
  const canBeSilent = configuration.kind === 'oidc' && configuration.authorizationParameters['prompt'] === undefined;
  // A pushed or signed request is judged by who sends it; then a foreign client would only be a wrong credential.
  const plain = !configuration.usePushedAuthorizationRequests && configuration.requestObject === null;
  let durationMs = 0;
  const [asked, withForeignRedirectUri, withForeignClientId, withoutPrompt] = await Promise.all([
    ask(probing, metadata, {}).finally(() => {
      durationMs = performance.now() - startedAt;
    }),
    ask(probing, metadata, { redirectUri: foreignRedirectUri }),
    plain ? ask(probing, metadata, { configuration: foreignClient }) : null,
    canBeSilent
      ? ask(probing, metadata, { configuration: { ...configuration, authorizationParameters: silent } })
      : null,
  ]);
  const variants =
    asked.kind === 'failed' || isAccepted(asked)
      ? []
      : await Promise.all(
          requestVariants(configuration).map(async (variant) => ({
            variant,
            answer: await ask(probing, metadata, { configuration: variant.configuration }),
          })),
        );
  return { asked, withForeignRedirectUri, withForeignClientId, withoutPrompt, variants, durationMs };
}

async function ask(probing: Probing, metadata: ProviderMetadata, changes: ProbeChanges): Promise<AuthorizationAnswer> {
  const trip = await probing.trip(metadata, changes);
  const { configuration } = trip.provider;
  try {
    const parameters = authorizationParameters({
      configuration,
      redirectUri: trip.redirectUri,
      state: trip.secrets.state,
      nonce: trip.secrets.nonce,
      codeChallenge: codeChallengeOf(trip.secrets.codeVerifier),
      dpopKeyThumbprint: await dpopThumbprintOf(trip.secrets.dpopKey),
      language: null,
      loginHint: null,
    });
    const signed = await trip.log.step({ step: 'authorization_request' }, () => withRequestObject(trip, parameters));
    const sent = await pushed(trip, signed);
    const url = withParameters(metadata.server.authorization_endpoint, sent);
    const answer = await probing.outbound.send({
      ...outboundProfile(trip.provider, 'discovery', probing.signal),
      maxBytes: pageBytes,
      url,
      method: 'GET',
      headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8', 'accept-language': 'en' },
    });
    const values = [...parameters.values(), ...sent.values()].filter((value) => value.length > 3);
    return readAuthorizationAnswer(answer, { redirectUri: trip.redirectUri, values }, url);
  } catch (error) {
    return failed(error);
  }
}

function failed(error: unknown): AuthorizationAnswer {
  const failure = outboundFailureIn(error);
  if (failure === null) {
    if (error instanceof CountersignError) return { kind: 'not-pushed', code: error.code, detail: error.detail ?? '' };
    throw error;
  }
  if (error instanceof CountersignError) return { kind: 'failed', failure, at: 'pushed_authorization' };
  return unreadable.includes(failure.reason) ? { kind: 'unread' } : { kind: 'failed', failure, at: 'authorization' };
}
