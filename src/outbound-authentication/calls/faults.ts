import type { externalAuthenticationErrors } from '../../errors/catalogue/external-authentication.js';
import { CountersignError } from '../../errors/countersign-error.js';
import type { OutboundFailure, OutboundReason } from '../../outbound/outbound-failure.js';
import { PinnedCertificateDiffers } from '../../outbound/tls-trust.js';
import { type ConnectionSettings, presentedName } from '../configurations/configuration.js';

type Reason<Code = keyof typeof externalAuthenticationErrors> = Code extends `external_authentication.${infer R}`
  ? R
  : never;

/** An error of this step. @param path of the setting at fault, in the body of the external authentication */
export function authenticationFault(reason: Reason, path: string, detail: string, cause?: unknown): CountersignError {
  return new CountersignError(`external_authentication.${reason}`, {
    detail,
    faults: [{ path, message: detail }],
    cause,
  });
}

/** TLS alerts by which a server says what it thinks of our certificate (RFC 8446 §6.2), as Node names them. */
const alertsAboutCertificate: ReadonlySet<string> = new Set([
  'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA',
  'ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE',
  'ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED',
  'ERR_SSL_SSLV3_ALERT_CERTIFICATE_REVOKED',
  'ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN',
  'ERR_SSL_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE',
  'ERR_SSL_TLSV1_ALERT_ACCESS_DENIED',
]);
/** Before TLS 1.3 a missing certificate is answered like any handshake without a common ground. */
const alertsForMissing: ReadonlySet<string> = new Set([
  'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
  'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE',
]);

/**
 * What a failed connection says about its settings.
 * @param url path of the URL that was called
 */
export function connectionFault(failure: OutboundFailure, settings: ConnectionSettings, url: string): CountersignError {
  const { reason, detail } = failure;
  const pem = settings.serverCertificate?.pem ?? null;
  const presents = presentedName(settings) !== null;
  const certificate = `${settings.path}.mutualTls.clientCertificate`;
  switch (reason) {
    case 'tls_untrusted':
      if (
        pem !== null &&
        (settings.serverCertificate?.isPublicCA === false || failure.cause instanceof PinnedCertificateDiffers)
      )
        return authenticationFault(
          'tls_server_certificate_differs',
          `${settings.path}.serverCertificate.pem`,
          detail,
          failure,
        );
      return authenticationFault('tls_untrusted', `${settings.path}.serverCertificate.isPublicCA`, detail, failure);
    case 'tls_expired':
      return authenticationFault(
        'tls_expired',
        pem === null ? url : `${settings.path}.serverCertificate.pem`,
        detail,
        failure,
      );
    case 'tls_credential_unusable':
      return authenticationFault(
        'tls_credential_unusable',
        presents ? certificate : `${settings.path}.serverCertificate.pem`,
        detail,
        failure,
      );
    case 'tls_failed':
      return alertFault(failure, settings, url);
    case 'connection_reset':
      if (!presents) {
        const words = `${detail}; servers that demand a client certificate do so where none is presented`;
        return authenticationFault('connection_reset', `${settings.path}.mutualTls`, words, failure);
      }
      return authenticationFault(
        'connection_reset',
        certificate,
        `${detail}; some servers do so to a certificate that they do not accept`,
        failure,
      );
    default:
  }
  return authenticationFault(reason, url, detail, failure);
}

function alertFault(failure: OutboundFailure, settings: ConnectionSettings, url: string): CountersignError {
  const code = codeOf(failure.cause);
  if (presentedName(settings) !== null) {
    if (alertsAboutCertificate.has(code) || alertsForMissing.has(code))
      return authenticationFault(
        'client_certificate_refused',
        `${settings.path}.mutualTls.clientCertificate`,
        failure.detail,
        failure,
      );
  } else if (alertsForMissing.has(code) || alertsAboutCertificate.has(code)) {
    return authenticationFault('client_certificate_required', `${settings.path}.mutualTls`, failure.detail, failure);
  }
  return authenticationFault('tls_failed', url, failure.detail, failure);
}

/** Reasons that settings of the external authentication decide about; the others are the caller's to name. */
export function isOfSettings({ reason }: OutboundFailure, settings: ConnectionSettings): boolean {
  // A reset is how TLS 1.3 lets a client see that a certificate was demanded, or refused.
  const ofTls: readonly OutboundReason[] = ['tls_credential_unusable', 'tls_failed', 'connection_reset'];
  if (reason === 'tls_untrusted' || reason === 'tls_expired') return settings.serverCertificate !== null;
  return ofTls.includes(reason);
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}
