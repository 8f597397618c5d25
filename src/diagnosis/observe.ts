import { readUrl } from '../config/read-url.js';
import { CountersignError } from '../errors/countersign-error.js';
import type { Surroundings } from '../federation/trip-parts.js';
import { OutboundFailure } from '../outbound/outbound-failure.js';
import type { DiagnosisSubject } from './diagnosis-subject.js';
import { advertisedIn } from './observed/advertised.js';
import { type Endpoint, endpointsOf } from './observed/endpoint.js';
import type { EndpointCall, Observed } from './observed.js';
import { type AuthorizationSeen, probeAuthorization } from './probes/authorization.probe.js';
import { type CertificateSeen, probeCertificate } from './probes/certificate.probe.js';
import { type DiscoverySeen, probeDiscovery } from './probes/discovery.probe.js';
import { probeKeySet } from './probes/jwks.probe.js';
import type { ObservedOutbound } from './probes/observed-outbound.js';
import { probePage } from './probes/page.probe.js';
import { Probing } from './probes/probing.js';
import { probeResources } from './probes/resource.probe.js';
import { probeToken, type TokenSeen } from './probes/token.probe.js';
import type { TokenAllowance } from './probes/token-allowance.js';

/** The whole diagnosis, in milliseconds. */
const diagnosisMs = 18_000;

interface ObserveSettings {
  readonly allowedCidrs: readonly string[];
  readonly now: () => Date;
  readonly allowance: TokenAllowance;
  /** How calls to resource URIs authenticate besides. */
  readonly resources: Surroundings['resources'];
}

/** Gathers everything that can be seen of a provider without a signer: first its own description, then all the rest at once. */
export async function observe(
  subject: DiagnosisSubject,
  outbound: ObservedOutbound,
  { allowedCidrs, now, allowance, resources: senders }: ObserveSettings,
): Promise<Observed> {
  const startedAt = now();
  const probing = new Probing(subject, outbound, AbortSignal.timeout(diagnosisMs), now, allowance, senders);
  const { configuration } = subject.provider;
  const discovery = await probeDiscovery(probing);
  const { metadata, document } = discovery;
  const advertised = advertisedIn(document);
  const endpoints = metadata === null ? [] : endpointsOf(configuration, metadata.server, document);
  const find = (name: Endpoint['name']) => endpoints.find((endpoint) => endpoint.name === name);
  const [jwks, logoutPage] = [find('jwks'), find('logout')];
  const addresses = [...(discovery.uri === null ? [] : [discovery.uri]), ...endpoints.map(({ uri }) => uri)];
  // Both count as one at the provider, and what the token endpoint says tells more.
  const tokenProbed = metadata === null ? null : probeToken(probing, metadata, methodsIn(advertised));
  const authorizationProbed =
    metadata === null
      ? null
      : Promise.resolve(configuration.usePushedAuthorizationRequests ? tokenProbed : null).then(() =>
          probeAuthorization(probing, metadata),
        );
  const [authorization, token, keySet, resources, logout, certificates] = await Promise.all([
    authorizationProbed,
    tokenProbed,
    jwks === undefined ? null : probeKeySet(probing, jwks),
    metadata === null ? [] : probeResources(probing, metadata, endpoints),
    logoutPage === undefined ? null : probePage(probing, logoutPage),
    certificatesOf(addresses, allowedCidrs),
  ]);
  const calls = [
    ...discoveryCalls(subject, discovery),
    ...authorizationCalls(endpoints, authorization),
    ...tokenCalls(endpoints, token),
    ...(keySet === null ? [] : [keySet]),
    ...resources.flatMap(({ endpoint, asked }) =>
      // What keeps the call from being authenticated is no fault of the address.
      asked instanceof CountersignError
        ? []
        : [
            {
              endpoint,
              failure: asked instanceof OutboundFailure ? asked : null,
              durationMs: asked instanceof OutboundFailure ? 0 : asked.durationMs,
            },
          ],
    ),
    ...(logout === null ? [] : [logout]),
  ];
  return {
    subject,
    now: startedAt,
    discovery,
    advertised,
    endpoints,
    calls,
    certificates,
    authorization,
    token,
    keySet,
    resources,
    logout,
    clockSkews: outbound.clockSkews,
    requests: outbound.requests,
  };
}

const methodsIn = (advertised: Observed['advertised']) => advertised?.token_endpoint_auth_methods_supported ?? null;

async function certificatesOf(
  addresses: readonly string[],
  allowedCidrs: readonly string[],
): Promise<ReadonlyMap<string, CertificateSeen>> {
  const origins = [...new Set(addresses.flatMap((address) => readUrl(address)?.origin ?? []))];
  const seen = await Promise.all(origins.map((origin) => probeCertificate(origin, allowedCidrs)));
  return new Map(seen.filter((certificate) => certificate !== null).map((one) => [one.host, one]));
}

function discoveryCalls({ provider }: DiagnosisSubject, discovery: DiscoverySeen): EndpointCall[] {
  const { issuer } = provider.configuration;
  if (!discovery.required || issuer === null) return [];
  const endpoint: Endpoint = {
    name: 'discovery',
    label: 'the discovery document',
    path: '$.issuer',
    uri: discovery.uri ?? issuer,
    configured: true,
    discovered: null,
  };
  return [{ endpoint, failure: discovery.failure, durationMs: discovery.durationMs }];
}

function authorizationCalls(endpoints: readonly Endpoint[], seen: AuthorizationSeen | null): EndpointCall[] {
  if (seen === null) return [];
  const failure = seen.asked.kind === 'failed' ? seen.asked : null;
  return endpoints
    .filter(({ name }) => name === 'authorization' || name === 'pushed_authorization')
    .filter(({ name }) => failure === null || failure.at === name)
    .map((endpoint) => ({ endpoint, failure: failure?.failure ?? null, durationMs: seen.durationMs }));
}

function tokenCalls(endpoints: readonly Endpoint[], seen: TokenSeen | null): EndpointCall[] {
  const endpoint = endpoints.find(({ name }) => name === 'token');
  if (seen === null || endpoint === undefined || seen.asked.code === 'not_asked') return [];
  return [{ endpoint, failure: seen.asked.failure, durationMs: seen.asked.durationMs }];
}
