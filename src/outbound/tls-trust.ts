import { createHash, X509Certificate } from 'node:crypto';
import { checkServerIdentity, createSecureContext, type PeerCertificate, type SecureContext } from 'node:tls';
import type { OutboundTls } from './outbound-call.js';
import { OutboundFailure } from './outbound-failure.js';

/** What every TLS connection of one agent uses. */
export interface TlsTrust {
  readonly secureContext: SecureContext;
  readonly checkServerIdentity: (hostname: string, certificate: PeerCertificate) => Error | undefined;
}

/**
 * Builds trust and client certificate. Node's verification is never switched off: a pinned leaf is made the only trust
 * anchor (a partial chain ends there), and is then compared as well, since it could be a CA that issues others.
 *
 * @throws OutboundFailure `tls_credential_unusable` when a certificate or key cannot be read or do not belong together.
 */
export function tlsTrust(tls: OutboundTls): TlsTrust {
  const leaf = read('the pinned certificate', () => present(tls.leaf, (pem) => new X509Certificate(pem)));
  const ca = read('the CA certificate', () => present(tls.ca, (pem) => [pem, new X509Certificate(pem)] as const));
  const secureContext = read('the client certificate and its key', () =>
    createSecureContext({
      minVersion: 'TLSv1.2',
      ...(leaf !== null ? { ca: leaf.toString(), allowPartialTrustChain: true } : ca !== null ? { ca: ca[0] } : {}),
      ...keyPair(tls),
    }),
  );
  return { secureContext, checkServerIdentity: leaf === null ? checkServerIdentity : pinned(leaf) };
}

function pinned(leaf: X509Certificate): TlsTrust['checkServerIdentity'] {
  return (hostname, certificate) => {
    if (certificate.fingerprint256 === leaf.fingerprint256) return checkServerIdentity(hostname, certificate);
    return new OutboundFailure('tls_untrusted', `${hostname} presented another certificate than the pinned one`);
  };
}

/** Node alone would go on with half of it and present nothing. */
function keyPair({ certificate, privateKey }: OutboundTls): { cert: string; key: string } | null {
  const cert = certificate ?? null;
  const key = privateKey ?? null;
  if (cert === null && key === null) return null;
  if (cert === null || key === null) throw new Error('a certificate needs its key, and a key its certificate');
  return { cert, key };
}

function present<T>(value: string | null | undefined, use: (value: string) => T): T | null {
  return value === null || value === undefined ? null : use(value);
}

function read<T>(what: string, reading: () => T): T {
  try {
    return reading();
  } catch (cause) {
    throw new OutboundFailure('tls_credential_unusable', `${what} cannot be used: expected PEM that belongs together`, {
      cause,
    });
  }
}

const identities = new WeakMap<OutboundTls, string>();

/** Tells one trust-and-credential from another. The same for equal content, so that callers may build it anew. */
export function tlsIdentity(tls: OutboundTls | undefined): string {
  if (tls === undefined) return '';
  const known = identities.get(tls);
  if (known !== undefined) return known;
  const parts = [tls.ca, tls.leaf, tls.certificate, tls.privateKey, tls.credentialVersion].map((part) => part ?? null);
  const usual = parts.every((part) => part === null);
  const identity = usual ? '' : createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
  identities.set(tls, identity);
  return identity;
}
