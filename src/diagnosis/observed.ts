import type { OutboundFailure } from '../outbound/outbound-failure.js';
import type { DiagnosisSubject } from './diagnosis-subject.js';
import type { Advertised } from './observed/advertised.js';
import type { Endpoint } from './observed/endpoint.js';
import type { AuthorizationSeen } from './probes/authorization.probe.js';
import type { CertificateSeen } from './probes/certificate.probe.js';
import type { DiscoverySeen } from './probes/discovery.probe.js';
import type { KeySetSeen } from './probes/jwks.probe.js';
import type { ClockSkew } from './probes/observed-outbound.js';
import type { PageSeen } from './probes/page.probe.js';
import type { ResourceSeen } from './probes/resource.probe.js';
import type { TokenSeen } from './probes/token.probe.js';

/** The first call to an address, and whether any answer came. */
export interface EndpointCall {
  readonly endpoint: Endpoint;
  readonly failure: OutboundFailure | null;
  readonly durationMs: number;
}

/** Everything that one diagnosis has seen. The checks judge nothing else, so that each can be tried without a network. */
export interface Observed {
  readonly subject: DiagnosisSubject;
  readonly now: Date;
  readonly discovery: DiscoverySeen;
  /** Null when there is no discovery document. */
  readonly advertised: Advertised | null;
  /** Empty when logins could not be started at all. */
  readonly endpoints: readonly Endpoint[];
  readonly calls: readonly EndpointCall[];
  /** By `host:port` of https addresses. */
  readonly certificates: ReadonlyMap<string, CertificateSeen>;
  readonly authorization: AuthorizationSeen | null;
  readonly token: TokenSeen | null;
  readonly keySet: KeySetSeen | null;
  readonly resources: readonly ResourceSeen[];
  readonly logout: PageSeen | null;
  readonly clockSkews: readonly ClockSkew[];
  /** Requests that were sent to the provider. */
  readonly requests: number;
}
