import { mappedValues } from '../../claims/mapped-values.js';
import type { ErrorCode } from '../../errors/catalogue.js';
import { CountersignError } from '../../errors/countersign-error.js';
import type { OutboundAnswer } from '../../outbound/outbound-call.js';
import type { Resource } from '../../providers/provider-configuration.js';
import { isKnownByCertificate } from '../outbound-profile.js';
import { refuse } from '../refusal.js';
import type { TokenAnswer } from '../token-request/token-answer.js';
import type { ResourceEvidence } from '../trip.js';
import type { TripContext } from '../trip-context.js';
import { readResourceDocument, requireSuccess } from './resource-answer.js';
import { callResource } from './resource-call.js';
import { redacted, sentAs, type TokenPlacement, tokenPlacements } from './token-placement.js';
import { isUserinfo, isUserinfoEndpoint, readUserinfo, requireUserinfoSubject } from './userinfo.js';

interface ResourceTrip {
  readonly trip: TripContext;
  readonly resource: Resource;
  readonly tokens: TokenAnswer;
  /** Of the ID token; null for kind `oauth2`. */
  readonly sub: string | null;
}

type CallEvidence = { status: number | null; readonly tokenSentAs: readonly string[]; outcome: 'ok' | ErrorCode };

interface MadeCalls {
  readonly calls: CallEvidence[];
  /** The last answer that was a document, believed or not. */
  answer: OutboundAnswer | null;
  /** What was let pass in it by name. */
  relaxations: readonly string[];
}

/** The configured address, or discovery's UserInfo endpoint; its alias for clients with a certificate (RFC 8705 §5). */
function addressOf({ trip, resource }: ResourceTrip): string | null {
  const { userinfo_endpoint: userinfo, mtls_endpoint_aliases: aliases } = trip.metadata.server;
  const uri = resource.uri ?? userinfo;
  if (uri === undefined) return null;
  const isAliased = isUserinfoEndpoint(uri, trip) && isKnownByCertificate(trip.provider);
  return isAliased ? (aliases?.userinfo_endpoint ?? uri) : uri;
}

/**
 * Fetches the document of one resource URI.
 * @param record told in any case what was called and what came
 * @returns null when the resource is optional and could not be had
 * @throws CountersignError of step `resource`
 */
export async function fetchResource(
  fetching: ResourceTrip,
  record: (evidence: ResourceEvidence) => void,
): Promise<{ readonly claims: unknown } | null> {
  const { name, required, retain, mappings } = fetching.resource;
  const uri = addressOf(fetching);
  const made: MadeCalls = { calls: [], answer: null, relaxations: [] };
  let mapped: ResourceEvidence['mapped'];
  try {
    const claims = await makeCalls(fetching, uri, made);
    if (retain === 'mapped') mapped = mappedValues(mappings, claims);
    return { claims };
  } catch (error) {
    if (!required && isForgivable(error)) return null;
    throw error;
  } finally {
    const { body = null, mediaType = null } = made.answer ?? {};
    const { calls, relaxations } = made;
    record({ name, uri: uri ?? '', calls, body, mediaType, retain, relaxations, ...(mapped && { mapped }) });
  }
}

/** An answer came, and it is forged or about somebody else, or nothing proves that it is not. */
const untrusted: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'resource.userinfo_jwt_invalid',
  'resource.userinfo_unsigned',
  'resource.userinfo_sub_missing',
  'resource.userinfo_sub_mismatch',
]);

/** An optional resource may be absent. Whether an answer can be trusted is another matter: a lie refuses the login always. */
function isForgivable(error: unknown): boolean {
  return error instanceof CountersignError && !untrusted.has(error.code);
}

/**
 * A second call is made only when the first one had the token in the query and got an HTTP error: never after a redirect, a
 * timeout or a broken body.
 */
async function makeCalls(fetching: ResourceTrip, uri: string | null, made: MadeCalls): Promise<unknown> {
  const [first, second] = tokenPlacements(fetching.resource.tokenParameter, fetching.tokens.tokenType);
  try {
    return await makeCall(fetching, uri, first, made);
  } catch (error) {
    const isHttpError = error instanceof CountersignError && error.code === 'resource.http_error';
    if (second === undefined || !isHttpError) throw error;
    return await makeCall(fetching, uri, second, made);
  }
}

async function makeCall(
  fetching: ResourceTrip,
  uri: string | null,
  placement: TokenPlacement,
  made: MadeCalls,
): Promise<unknown> {
  const { trip, resource, tokens, sub } = fetching;
  const call: CallEvidence = { status: null, tokenSentAs: sentAs(placement), outcome: 'ok' };
  const number = made.calls.push(call);
  try {
    return await trip.log.step({ step: 'resource', name: resource.name, call: number }, async (notes) => {
      if (uri === null) throw refuse('resource.uri_missing', 'no uri, and discovery names no UserInfo endpoint');
      notes.requested({ method: 'GET', url: redacted(uri, placement.parameter), tokenSentAs: call.tokenSentAs });
      const { answer, secrets } = await callResource(trip, uri, placement, tokens);
      notes.answered(answer);
      call.status = answer.status;
      requireSuccess(answer, secrets);
      made.answer = answer;
      const about = isUserinfo(resource, trip);
      const { value, relaxations } = about
        ? await readUserinfo(trip, resource, answer)
        : readResourceDocument(answer, trip.provider.configuration.leniency);
      made.relaxations = relaxations;
      if (relaxations.length > 0) notes.note(`relaxed: ${relaxations.join(', ')}`);
      if (about) requireUserinfoSubject(value, sub);
      return value;
    });
  } catch (error) {
    if (error instanceof CountersignError) call.outcome = error.code;
    throw error;
  }
}
