import { OutboundFailure, type OutboundReason } from './outbound-failure.js';

/** What an error of Node or undici means, in the order of its `code`. Their message texts are never read. */
const reasons: ReadonlyMap<string, readonly [OutboundReason, string]> = new Map<
  string,
  readonly [OutboundReason, string]
>([
  ['ENOTFOUND', ['name_not_found', 'the host name has no address']],
  ['ENODATA', ['name_not_found', 'the host name has no address']],
  ['EAI_AGAIN', ['name_lookup_failed', 'the name server does not answer']],
  ['EAI_FAIL', ['name_lookup_failed', 'the name server cannot answer']],
  ['ESERVFAIL', ['name_lookup_failed', 'the name server cannot answer']],
  ['ETIMEOUT', ['name_lookup_failed', 'the name server does not answer']],
  ['ECONNREFUSED', ['connection_refused', 'nothing listens on that port']],
  ['EHOSTUNREACH', ['unreachable', 'there is no route to the host']],
  ['ENETUNREACH', ['unreachable', 'there is no route to the network']],
  ['EADDRNOTAVAIL', ['unreachable', 'there is no route to the network']],
  ['EHOSTDOWN', ['unreachable', 'the host is down']],
  ['EACCES', ['unreachable', 'a local rule forbids the connection']],
  ['EPERM', ['unreachable', 'a local rule forbids the connection']],
  ['ETIMEDOUT', ['connect_timeout', 'the host does not answer']],
  ['ECONNRESET', ['connection_reset', 'the other side closed the connection']],
  ['ECONNABORTED', ['connection_reset', 'the connection broke']],
  ['EPIPE', ['connection_reset', 'the other side closed the connection']],
  ['UND_ERR_SOCKET', ['connection_reset', 'the other side closed the connection before its answer was complete']],
  ['UND_ERR_CONNECT_TIMEOUT', ['connect_timeout', 'the host does not answer']],
  ['UND_ERR_HEADERS_TIMEOUT', ['timeout', 'the answer takes too long']],
  ['UND_ERR_BODY_TIMEOUT', ['timeout', 'the answer takes too long']],
  ['UND_ERR_HEADERS_OVERFLOW', ['headers_too_large', 'the header fields of the answer are larger than allowed']],
  ['HPE_HEADER_OVERFLOW', ['headers_too_large', 'the header fields of the answer are larger than allowed']],
  [
    'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
    [
      'broken_answer',
      'the body is not as long as Content-Length says, or the answer has that field twice or beside Transfer-Encoding',
    ],
  ],
  ['ERR_ASSERTION', ['broken_answer', 'the answer cannot be read']],
  ['UND_ERR_INVALID_ARG', ['request_invalid', 'a header value or the path holds characters that HTTP does not allow']],
  ['UND_ERR_NOT_SUPPORTED', ['request_invalid', 'a header is not allowed here']],
  ['UND_ERR_REQ_CONTENT_LENGTH_MISMATCH', ['request_invalid', 'the body is not as long as Content-Length says']],
  ['UND_ERR_CLOSED', ['aborted', 'the service is stopping']],
  ['UND_ERR_DESTROYED', ['aborted', 'the service is stopping']],
  ['CERT_HAS_EXPIRED', ['tls_expired', 'a certificate of the server has expired']],
  ['CERT_NOT_YET_VALID', ['tls_expired', 'a certificate of the server is not valid yet']],
  ['ERR_TLS_CERT_ALTNAME_INVALID', ['tls_name_mismatch', 'the certificate of the server is for another host name']],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', ['tls_untrusted', 'the certificate of the server is self-signed']],
  ['SELF_SIGNED_CERT_IN_CHAIN', ['tls_untrusted', 'the certificate chain ends in a CA that is not trusted']],
  ['UNABLE_TO_GET_ISSUER_CERT', ['tls_untrusted', 'the certificate chain ends in a CA that is not trusted']],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', ['tls_untrusted', 'the certificate chain ends in a CA that is not trusted']],
  [
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    ['tls_untrusted', 'the issuer is not trusted, or the server does not send its intermediate certificate'],
  ],
  ['CERT_SIGNATURE_FAILURE', ['tls_untrusted', 'a signature in the certificate chain is wrong']],
  ['CERT_CHAIN_TOO_LONG', ['tls_untrusted', 'the certificate chain is too long']],
  ['CERT_REVOKED', ['tls_untrusted', 'a certificate of the server is revoked']],
  ['INVALID_CA', ['tls_untrusted', 'the issuing certificate is not a CA']],
  ['PATH_LENGTH_EXCEEDED', ['tls_untrusted', 'the certificate chain is too long']],
  ['INVALID_PURPOSE', ['tls_untrusted', 'the certificate of the server is not meant for servers']],
  ['CERT_UNTRUSTED', ['tls_untrusted', 'the certificate chain is not trusted']],
  ['CERT_REJECTED', ['tls_untrusted', 'the certificate chain is rejected']],
  ['HOSTNAME_MISMATCH', ['tls_name_mismatch', 'the certificate of the server is for another host name']],
  ['EPROTO', ['tls_failed', 'the TLS handshake failed']],
  ['ERR_SSL_WRONG_VERSION_NUMBER', ['tls_failed', 'the server does not speak TLS on that port']],
  ['ERR_SSL_PACKET_LENGTH_TOO_LONG', ['tls_failed', 'the server does not speak TLS on that port']],
  ['ERR_SSL_UNSUPPORTED_PROTOCOL', ['tls_failed', 'the server speaks no TLS version that is still safe (1.2 or 1.3)']],
  [
    'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
    ['tls_failed', 'the server speaks no TLS version that is still safe (1.2 or 1.3)'],
  ],
  ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', ['tls_failed', 'the server asks for a client certificate']],
  ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', ['tls_failed', 'the server does not trust our client certificate']],
]);

/** Where an error came up, which tells apart what has one code for both. */
interface FailedAt {
  readonly requestSent: boolean;
}

/** Turns any error of a call into an `OutboundFailure`; one that is one already stays as it is. */
export function translateFailure(error: unknown, at: FailedAt): OutboundFailure {
  if (error instanceof OutboundFailure) return error;
  const [reason, detail] = meaning(error, at);
  return new OutboundFailure(reason, detail, { cause: error, requestSent: at.requestSent });
}

function meaning(error: unknown, at: FailedAt): readonly [OutboundReason, string] {
  const code = codeOf(error);
  if (code === null)
    return at.requestSent
      ? ['broken_answer', 'the answer cannot be read']
      : ['connection_reset', 'the connection broke'];
  const known = reasons.get(code);
  // A socket that times out while an answer is awaited is no failure to connect.
  if (known?.[0] === 'connect_timeout' && at.requestSent) return ['connection_reset', 'the connection broke'];
  if (known !== undefined) return known;
  if (code.startsWith('HPE_')) return ['broken_answer', `the answer is not HTTP/1.1 (${code})`];
  if (code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_'))
    return ['tls_failed', `the TLS handshake failed (${code})`];
  return ['connection_reset', `the connection broke (${code})`];
}

/** With several addresses Node reports all their errors in one; the last address was tried longest. */
function codeOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null) return null;
  if ('errors' in error && Array.isArray(error.errors) && error.errors.length > 0) return codeOf(error.errors.at(-1));
  return 'code' in error && typeof error.code === 'string' ? error.code : null;
}
