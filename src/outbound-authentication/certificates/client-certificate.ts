/** A certificate of ours by the name that configurations use for it; it has one version or, while rotating, two. */
export interface ClientCertificate {
  readonly id: string;
  readonly tenantId: string;
  readonly name: string;
  /** Counts every change, so that opened ones can be held in memory. */
  readonly revision: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** One key with its certificate. */
export interface CertificateVersion {
  readonly id: string;
  /** Counts the keys of one name, from 1. */
  readonly version: number;
  /** Made here, not imported. */
  readonly generated: boolean;
  /** PKCS#10, PEM; null for what was imported. */
  readonly csr: string | null;
  /** null until what was issued for the request is installed. */
  readonly certificate: InstalledCertificate | null;
  /** It is not presented before, so that the other side can be told of it first. */
  readonly usableFrom: Date;
  readonly setAt: Date;
}

export interface InstalledCertificate {
  /** PEM, own certificate first. */
  readonly chain: string;
  /** `x5t#S256` of the first. */
  readonly thumbprint: string;
  readonly subject: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

export interface CertificateDetails {
  readonly certificate: ClientCertificate;
  /** Newest first. */
  readonly versions: readonly CertificateVersion[];
}

/** How many versions may stand beside each other. */
export const mostVersions = 2;

/** Whether it may be presented now. */
export function isPresentable({ certificate, usableFrom }: CertificateVersion, now: Date): boolean {
  return certificate !== null && usableFrom <= now && certificate.notBefore <= now && now < certificate.notAfter;
}

/** The one that is presented: of those that are valid now the one that was entered last; null when none is. */
export function presented(versions: readonly CertificateVersion[], now: Date): CertificateVersion | null {
  const usable = versions.filter((one) => isPresentable(one, now));
  return usable.reduce<CertificateVersion | null>(
    (newest, one) => (newest === null || one.version > newest.version ? one : newest),
    null,
  );
}

/** Why none of them can be presented now, in words. */
export function whyNoneIsPresented(versions: readonly CertificateVersion[], now: Date): string {
  const reasons = versions.map(({ version, certificate, usableFrom }) => {
    if (certificate === null) return `version ${version} waits for the certificate that is issued for its request`;
    if (certificate.notAfter <= now) return `version ${version} has expired at ${certificate.notAfter.toISOString()}`;
    const from = certificate.notBefore > usableFrom ? certificate.notBefore : usableFrom;
    return `version ${version} is used from ${from.toISOString()} on`;
  });
  return reasons.length === 0 ? 'there is no version' : reasons.join('; ');
}
