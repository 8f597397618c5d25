import type { OutboundFailure, OutboundReason } from '../../outbound/outbound-failure.js';
import type { ProviderConfiguration } from '../../providers/provider-configuration.js';
import { type Finding, fault, warning } from '../check.js';
import type { Evidence } from '../evidence.js';
import type { EndpointCall } from '../observed.js';
import type { CertificateSeen } from '../probes/certificate.probe.js';
import { addressReasons } from './address.check.js';
import { expectedElsewhere, hostOf, judgeCalls } from './calls.js';

export const tlsReasons: readonly OutboundReason[] = [
  'tls_untrusted',
  'tls_expired',
  'tls_name_mismatch',
  'tls_failed',
  'tls_credential_unusable',
];

const soonMilliseconds = 14 * 86_400_000;

/** Every server has a certificate that is trusted, valid now, and for its name. */
export function checkTls(evidence: Evidence): Finding[] {
  const { subject, certificates, now } = evidence;
  const expected = (call: EndpointCall) =>
    call.endpoint.uri.startsWith('https:')
      ? 'a certificate that is trusted, valid now, and for this host'
      : 'any answer';
  const findings = judgeCalls(evidence, {
    reasons: tlsReasons,
    before: [...addressReasons, 'connection_refused', 'unreachable', 'connect_timeout', 'aborted'],
    expected,
    seenWhenOk: (call) => (call.endpoint.uri.startsWith('https:') ? `${hostOf(call)} is trusted` : 'no TLS is used'),
    judge: (call, failure) =>
      judge(call, failure, certificates.get(hostOf(call)) ?? null, subject.provider.configuration),
  });
  return [...findings, ...evidence.calls.flatMap((call) => endingSoon(call, certificates.get(hostOf(call)), now))];
}

function judge(
  call: EndpointCall,
  failure: OutboundFailure,
  certificate: CertificateSeen | null,
  configuration: ProviderConfiguration,
): Finding {
  const { path, label } = call.endpoint;
  const seen = `${hostOf(call)}: ${failure.detail}${certificate === null ? '' : `; it presents ${describe(certificate)}`}`;
  switch (failure.reason) {
    case 'tls_untrusted':
      return untrusted(seen, configuration);
    case 'tls_credential_unusable':
      return fault('$.clientAuthentication.certificate', {
        seen,
        expected: 'a certificate and a key, as PEM, that belong together',
        remedy: 'Enter certificate and key again.',
      });
    case 'tls_expired':
      return fault(path, {
        seen,
        expected: 'a certificate that is valid now',
        remedy: `Have the certificate of ${label} renewed, or use the address of the server that has a valid one.`,
      });
    case 'tls_name_mismatch':
      return fault(path, {
        seen,
        expected: `a certificate for ${hostOf(call)}${expectedElsewhere(call)}`,
        remedy: 'Use the host name that the certificate is for.',
      });
    default:
      return handshakeFailed(call, failure, seen, configuration);
  }
}

function untrusted(seen: string, { trust }: ProviderConfiguration): Finding {
  if (trust.leaf !== null) {
    return fault('$.trust.leaf', {
      seen,
      expected: 'the certificate that is entered as `trust.leaf`',
      remedy: 'Enter the certificate that the server presents now, after comparing its fingerprint with the provider.',
    });
  }
  return fault('$.trust.ca', {
    seen,
    expected:
      trust.ca === null ? 'a certificate of a public CA' : 'a certificate of the CA that is entered as `trust.ca`',
    remedy:
      'Enter the CA of the provider as `trust.ca`; for a public CA, have the provider send its intermediate certificate.',
  });
}

/** TLS alerts by which a server says what it thinks of our certificate. */
const clientCertificateCodes: readonly string[] = [
  'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
  'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA',
  'ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE',
  'ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED',
  'ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN',
];

function handshakeFailed(
  call: EndpointCall,
  { cause }: OutboundFailure,
  seen: string,
  { clientAuthentication: { method } }: ProviderConfiguration,
): Finding {
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : '';
  if (clientCertificateCodes.includes(code)) {
    const ours = method.endsWith('tls_client_auth');
    return fault(ours ? '$.clientAuthentication.certificate' : '$.clientAuthentication.method', {
      seen,
      expected: 'a client certificate that the server accepts',
      remedy: ours
        ? 'Register our certificate at the provider, or enter the registered one.'
        : 'Use `tls_client_auth`.',
    });
  }
  return fault(call.endpoint.path, {
    seen,
    expected: `TLS 1.2 or 1.3 at ${hostOf(call)}${expectedElsewhere(call)}`,
    remedy: 'Correct scheme, host and port: no TLS answers there, or none that is still safe.',
  });
}

function describe({ subject, issuer, selfSigned, validFrom, validTo, fingerprint }: CertificateSeen): string {
  const from = selfSigned ? 'self-signed' : `issued by ${issuer}`;
  return `${subject}, ${from}, valid ${validFrom.toISOString()} to ${validTo.toISOString()}, SHA-256 ${fingerprint}`;
}

function endingSoon(call: EndpointCall, certificate: CertificateSeen | undefined, now: Date): Finding[] {
  const remaining = (certificate?.validTo.getTime() ?? Number.POSITIVE_INFINITY) - now.getTime();
  if (certificate === undefined || call.failure !== null || remaining > soonMilliseconds) return [];
  return [
    warning(call.endpoint.path, {
      seen: `the certificate of ${hostOf(call)} ends at ${certificate.validTo.toISOString()}`,
      expected: 'a certificate that is valid for at least 14 days more',
      remedy: 'Ask the provider whether it will be renewed in time.',
    }),
  ];
}
