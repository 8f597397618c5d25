import { clientCertificateOf, usesClientCertificate } from '../client-authentication/certificate-credential.js';
import { maxBytes } from '../outbound/limits.js';
import type { OutboundProfile, OutboundTls } from '../outbound/outbound-call.js';
import type { ProviderForTrip } from '../providers/provider-for-trip.js';

/** Whether the provider knows us by the certificate of our TLS connection (RFC 8705). */
export function isKnownByCertificate({ configuration }: ProviderForTrip): boolean {
  return usesClientCertificate(configuration.clientAuthentication.method);
}

/** Our certificate goes only to where it authenticates us: not to discovery and not to the JWKS URI. */
function tlsOf(provider: ProviderForTrip, authenticated: boolean): OutboundTls {
  const { ca, leaf } = provider.configuration.trust;
  if (!authenticated || !isKnownByCertificate(provider)) return { ca, leaf };
  return { ca, leaf, ...clientCertificateOf(provider.credentials) };
}

/** How a provider is called: whose slots and connections, whom TLS trusts, how much may come. */
export function outboundProfile(
  provider: ProviderForTrip,
  called: keyof typeof maxBytes,
  signal?: AbortSignal,
): OutboundProfile {
  return {
    tenantId: provider.tenantId,
    target: { kind: 'provider', id: provider.id },
    maxBytes: maxBytes[called],
    signal,
    tls: tlsOf(provider, called === 'token' || called === 'resource'),
  };
}
