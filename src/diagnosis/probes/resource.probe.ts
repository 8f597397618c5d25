import { randomBytes } from 'node:crypto';
import { CountersignError } from '../../errors/countersign-error.js';
import type { ProviderMetadata } from '../../federation/metadata/server-metadata.js';
import { callResource } from '../../federation/resource/resource-call.js';
import { type TokenPlacement, tokenPlacements } from '../../federation/resource/token-placement.js';
import type { TripContext } from '../../federation/trip-context.js';
import type { OutboundAnswer } from '../../outbound/outbound-call.js';
import { OutboundFailure } from '../../outbound/outbound-failure.js';
import type { Endpoint } from '../observed/endpoint.js';
import type { Probing } from './probing.js';

/** What came back; a CountersignError is of step `external_authentication`: the call could not be authenticated. */
type ResourceAnswer = OutboundAnswer | OutboundFailure | CountersignError;

export interface ResourceSeen {
  readonly endpoint: Endpoint;
  readonly index: number;
  /** With a token that cannot be valid, sent as a login would send it. */
  readonly asked: ResourceAnswer;
  /** Asked with the token in the header alone, when it would go into the query first. */
  readonly headerOnly: ResourceAnswer | null;
}

/** Calls every resource URI with an invented token: whoever is at home refuses it, whoever is not answers something else. */
export async function probeResources(
  probing: Probing,
  metadata: ProviderMetadata,
  endpoints: readonly Endpoint[],
): Promise<readonly ResourceSeen[]> {
  const { resources, dpop } = probing.provider.configuration;
  const token = { accessToken: `no-such-token-${randomBytes(24).toString('base64url')}`, tokenType: 'bearer' as const };
  return await Promise.all(
    resources.flatMap((resource, index) => {
      const endpoint = endpoints.find(({ name }) => name === `resource:${resource.name}`);
      if (endpoint === undefined) return [];
      const [first, second] = tokenPlacements(resource.tokenParameter, dpop === null ? 'bearer' : 'dpop');
      // A trip for each: the requests of one follow one another, these are made at once.
      const call = async (placement: TokenPlacement) =>
        tried(await probing.trip(metadata), endpoint.uri, placement, token);
      return [
        Promise.all([call(first), second === undefined ? null : call(second)]).then(([asked, headerOnly]) => ({
          endpoint,
          index,
          asked,
          headerOnly,
        })),
      ];
    }),
  );
}

async function tried(
  trip: TripContext,
  uri: string,
  placement: TokenPlacement,
  token: { readonly accessToken: string; readonly tokenType: 'bearer' },
): Promise<ResourceAnswer> {
  try {
    const invented = { ...token, idToken: null, otherMembers: {}, relaxations: [] };
    return (await callResource(trip, uri, placement, invented)).answer;
  } catch (error) {
    if (error instanceof OutboundFailure || error instanceof CountersignError) return error;
    throw error;
  }
}
