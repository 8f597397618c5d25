import { createHash, X509Certificate } from 'node:crypto';
import { checkServerIdentity, createSecureContext, type PeerCertificate, type SecureContext } from 'node:tls';
import type { OutboundTls } from './outbound-call.js';
import { OutboundFailure } from './outbound-failure.js';

/** What every TLS connection of one agent uses. */
export interface TlsTrust {
  readonly secureContext: SecureContext;
  readonly checkServerIdentity: (hostname: string, certificate: PeerCertificate) => Error | undefined;
  /** 0 where certificates are pinned: Node does not judge the server of a resumed session again. */
  readonly maxCachedSessions?: 0;
}

/** Cause of a failure: the server presented a certificate, and it is not a pinned one. */
export class PinnedCertificateDiffers extends Error {
  override readonly name = 'PinnedCertificateDiffers';
}

/**
 * Builds trust and client certificate. Node's verification is never switched off: a pinned leaf is made the only trust
 * anchor (a partial chain ends there), and is then compared as well, since it could be a CA that issues others.
 *
 * @throws OutboundFailure `tls_credential_unusable` when a certificate or key cannot be read or do not belong together.
 */
export function tlsTrust(tls: OutboundTls): TlsTrust {
  const pins = read('the pinned certificate', () => pinsOf(tls));
  const ca = read('the CA certificate', () => present(tls.ca, (pem) => [pem, new X509Certificate(pem)] as const));
  const secureContext = read('the client certificate and its key', () =>
    createSecureContext({
      minVersion: 'TLSv1.2',
      ...(pins !== null && !pins.chain
        ? { ca: pins.leaves.map((leaf) => leaf.toString()), allowPartialTrustChain: true }
        : ca !== null
          ? { ca: ca[0] }
          : {}),
      ...keyPair(tls),
    }),
  );
  if (pins === null) return { secureContext, checkServerIdentity };
  return { secureContext, checkServerIdentity: pinned(pins.leaves), maxCachedSessions: 0 };
}

interface Pins {
  readonly leaves: readonly X509Certificate[];
  readonly chain: boolean;
}

function pinsOf({ leaf, pins }: OutboundTls): Pins | null {
  const own = present(leaf, (pem) => ({ leaves: [new X509Certificate(pem)], chain: false }));
  if (own !== null || pins === null || pins === undefined) return own;
  return { leaves: pins.certificates.map((pem) => new X509Certificate(pem)), chain: pins.chain };
}

function pinned(leaves: readonly X509Certificate[]): TlsTrust['checkServerIdentity'] {
  const fingerprints = new Set(leaves.map(({ fingerprint256 }) => fingerprint256));
  return (hostname, certificate) => {
    if (fingerprints.has(certificate.fingerprint256)) return checkServerIdentity(hostname, certificate);
    const detail = `${hostname} presented another certificate than the pinned one`;
    return new OutboundFailure('tls_untrusted', detail, { cause: new PinnedCertificateDiffers(detail) });
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
  const { ca, leaf, pins, certificate, privateKey, credentialVersion } = tls;
  const parts = [ca, leaf, pins, certificate, privateKey, credentialVersion].map((part) => part ?? null);
  const usual = parts.every((part) => part === null);
  const identity = usual ? '' : createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
  identities.set(tls, identity);
  return identity;
}
