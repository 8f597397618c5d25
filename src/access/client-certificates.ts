import type { X509Certificate } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** The client certificate of one request, from its TLS connection or from a proxy that is believed. */
export interface PresentedCertificate {
  readonly certificate: X509Certificate;
  /** What was sent beside it, leaf first, without the leaf. */
  readonly chain: readonly X509Certificate[];
}

/** What certificates a tenant accepts, read for one request. */
export interface CertificateJudge {
  /** Whether the whole path leads to an authority of the deployment or of this tenant. @returns null, or what is wrong, for the trail */
  faultOf(presented: PresentedCertificate): string | null;
}

/**
 * Client certificates (RFC 8705) of requests; whom one names says `certificates/`. For whoever authenticates clients, binds tokens and checks bound ones. `src/mutual-tls/`
 * implements it.
 */
export abstract class ClientCertificates {
  /** Whether the deployment has any way in which a certificate can arrive. */
  abstract readonly available: boolean;

  /**
   * Finds the certificate of a request, wherever it came in; null when there is none.
   * @throws CountersignError when a header of a proxy cannot be believed or read
   */
  abstract clientCertificateOf(request: IncomingMessage): PresentedCertificate | null;

  /** Reads the authorities that count for a tenant's clients. */
  abstract judgeFor(tenantId: string): Promise<CertificateJudge>;
}
