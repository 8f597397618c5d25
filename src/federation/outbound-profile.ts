import { maxBytes } from '../outbound/limits.js';
import type { OutboundProfile, OutboundTls } from '../outbound/outbound-call.js';
import type { ProviderForTrip } from '../providers/provider-for-trip.js';

/** Whether the provider knows us by our TLS certificate (RFC 8705). */
export function usesClientCertificate({ configuration }: ProviderForTrip): boolean {
  const { method } = configuration.clientAuthentication;
  return method === 'tls_client_auth' || method === 'self_signed_tls_client_auth';
}

/** Our certificate goes only to where it authenticates us: not to discovery and not to the JWKS URI. */
function tlsOf(provider: ProviderForTrip, authenticated: boolean): OutboundTls {
  const { ca, leaf } = provider.configuration.trust;
  if (!authenticated || !usesClientCertificate(provider)) return { ca, leaf };
  const certificate = provider.credentials.find(({ kind }) => kind === 'client_certificate');
  if (certificate === undefined) return { ca, leaf };
  return {
    ca,
    leaf,
    certificate: certificate.value,
    privateKey: certificate.privateKey ?? null,
    credentialVersion: `${certificate.id}/${certificate.version}`,
  };
}

/** How a provider is called: whose slots and connections, whom TLS trusts, how much may come. */
export function outboundProfile(
  provider: ProviderForTrip,
  called: keyof typeof maxBytes,
  signal?: AbortSignal,
): OutboundProfile {
  return {
    tenantId: provider.tenantId,
    providerId: provider.id,
    maxBytes: maxBytes[called],
    signal,
    tls: tlsOf(provider, called === 'token' || called === 'resource'),
  };
}
