import { randomBytes } from 'node:crypto';
import { CountersignError } from '../../errors/countersign-error.js';
import { authorizationParameters } from '../../federation/authorization-request/authorization-parameters.js';
import { pushed } from '../../federation/authorization-request/pushed-authorization-request.js';
import { withRequestObject } from '../../federation/authorization-request/request-object.js';
import { codeChallengeOf, dpopThumbprintOf } from '../../federation/authorization-request/trip-secrets.js';
import type { ProviderMetadata } from '../../federation/metadata/server-metadata.js';
import { outboundProfile } from '../../federation/outbound-profile.js';
import type { TripContext } from '../../federation/trip-context.js';
import { withParameters } from '../../federation/with-parameters.js';
import { type OutboundReason, outboundFailureIn } from '../../outbound/outbound-failure.js';
import type { ProviderConfiguration } from '../../providers/provider-configuration.js';
import { type AuthorizationAnswer, readAuthorizationAnswer } from '../observed/authorization-answer.js';
import { isAccepted } from '../observed/compare-answers.js';
import { type RequestVariant, requestVariants } from './authorization-variants.js';
import { type AskingAccount, type LimitedAnswer, LimitedAsking } from './limited-asking.js';
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
  /** Pushed requests, which prove who we are and are limited like token requests; null where none is pushed. */
  readonly pushed: AskingAccount | null;
}

/** Login pages can be large; they are looked at, not believed. */
const pageBytes = 2 * 1024 * 1024;

/** A page for people may be compressed, huge or adorned as it likes. */
const unreadable: readonly OutboundReason[] = ['too_large', 'encoding_refused', 'headers_too_large'];

const foreignRedirectUri = 'https://not-registered.example/callback';

/** Asks the authorization endpoint as a signer's browser would, following nothing; then with what it must refuse. */
export function probeAuthorization(probing: Probing, metadata: ProviderMetadata): Promise<AuthorizationSeen> {
  const pushes = probing.provider.configuration.usePushedAuthorizationRequests;
  return pushes ? probePushed(probing, metadata) : probeInFront(probing, metadata);
}

/** In front nothing is counted, so everything is asked at once. */
async function probeInFront(probing: Probing, metadata: ProviderMetadata): Promise<AuthorizationSeen> {
  const { configuration } = probing.provider;
  const startedAt = performance.now();
  const foreignClient = { ...configuration, clientId: `no-such-client-${randomBytes(9).toString('hex')}` };
  const silent = silently(configuration);
  // A signed request is judged by who sends it; then a foreign client would only be a wrong credential.
  const plain = configuration.requestObject === null;
  const answered = async (changes: ProbeChanges) => (await ask(probing, metadata, changes)).answer;
  let durationMs = 0;
  const [asked, withForeignRedirectUri, withForeignClientId, withoutPrompt] = await Promise.all([
    answered({}).finally(() => {
      durationMs = performance.now() - startedAt;
    }),
    answered({ redirectUri: foreignRedirectUri }),
    plain ? answered({ configuration: foreignClient }) : null,
    silent === null ? null : answered({ configuration: silent }),
  ]);
  const variants =
    asked.kind === 'failed' || isAccepted(asked)
      ? []
      : await Promise.all(
          requestVariants(configuration).map(async (variant) => ({
            variant,
            answer: await answered({ configuration: variant.configuration }),
          })),
        );
  return { asked, withForeignRedirectUri, withForeignClientId, withoutPrompt, variants, durationMs, pushed: null };
}

/** One after the other and within the allowance: whoever pushes authenticates, and refusals are counted. */
async function probePushed(probing: Probing, metadata: ProviderMetadata): Promise<AuthorizationSeen> {
  const { configuration } = probing.provider;
  const startedAt = performance.now();
  const asking = new LimitedAsking<AuthorizationAnswer>(probing.allowance, metadata.server.token_endpoint);
  const push = (what: string, changes: ProbeChanges, first = false) =>
    asking.ask({ what, key: keyOf(probing, metadata, changes), first, send: () => ask(probing, metadata, changes) });
  const asked = (await push('our pushed authorization request', {}, true)) ?? notAsked;
  const durationMs = performance.now() - startedAt;
  const isAboutClient = asked.kind === 'not-pushed' && asked.code === 'pushed_authorization.invalid_client';
  const nothing = { withForeignRedirectUri: null, withForeignClientId: null, withoutPrompt: null, variants: [] };
  if (isAboutClient || asked.kind === 'not-asked' || asked.kind === 'failed')
    return { asked, ...nothing, durationMs, pushed: asking.account() };
  const silent = silently(configuration);
  const withForeignRedirectUri = await push('an invented redirect URI', { redirectUri: foreignRedirectUri });
  const withoutPrompt = silent === null ? null : await push('`prompt=none`', { configuration: silent });
  const variants: { variant: RequestVariant; answer: AuthorizationAnswer }[] = [];
  for (const variant of isAccepted(asked) ? [] : requestVariants(configuration)) {
    const answer = await push(`${variant.path} ${variant.change}`, { configuration: variant.configuration });
    if (answer === null) continue;
    variants.push({ variant, answer });
    if (isAccepted(answer)) break;
  }
  const pushed = asking.account();
  return { ...nothing, asked, withForeignRedirectUri, withoutPrompt, variants, durationMs, pushed };
}

const notAsked: AuthorizationAnswer = { kind: 'not-asked' };

/** The request with `prompt=none`; null where the provider cannot know it, or it is set already. */
function silently(configuration: ProviderConfiguration): ProviderConfiguration | null {
  const { kind, authorizationParameters: parameters } = configuration;
  if (kind !== 'oidc' || parameters['prompt'] !== undefined) return null;
  return { ...configuration, authorizationParameters: { ...parameters, prompt: 'none' } };
}

function keyOf(probing: Probing, { server }: ProviderMetadata, changes: ProbeChanges): string {
  const { provider, redirectUri } = probing;
  const credentials = provider.credentials.map(({ kind, value, keyId }) => [kind, value, keyId]);
  const { pushed_authorization_request_endpoint: endpoint } = server;
  return JSON.stringify([
    'pushed',
    endpoint,
    changes.configuration ?? provider.configuration,
    changes.redirectUri ?? redirectUri,
    credentials,
  ]);
}

async function ask(
  probing: Probing,
  metadata: ProviderMetadata,
  changes: ProbeChanges,
): Promise<LimitedAnswer<AuthorizationAnswer>> {
  const trip = await probing.trip(metadata, changes);
  const answer = await answerOf(probing, metadata, trip);
  const status = statusOfPush(trip);
  return {
    answer,
    status,
    refused: answer.kind === 'not-pushed',
    lasting: status !== null && answer.kind !== 'failed',
  };
}

const statusOfPush = ({ log }: TripContext): number | null =>
  log.steps.find(({ step }) => step === 'pushed_authorization')?.response?.status ?? null;

async function answerOf(probing: Probing, metadata: ProviderMetadata, trip: TripContext): Promise<AuthorizationAnswer> {
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
    return failed(error, statusOfPush(trip));
  }
}

function failed(error: unknown, status: number | null): AuthorizationAnswer {
  const failure = outboundFailureIn(error);
  if (failure === null) {
    if (error instanceof CountersignError)
      return { kind: 'not-pushed', code: error.code, detail: error.detail ?? '', status };
    throw error;
  }
  if (error instanceof CountersignError) return { kind: 'failed', failure, at: 'pushed_authorization' };
  return unreadable.includes(failure.reason) ? { kind: 'unread' } : { kind: 'failed', failure, at: 'authorization' };
}
