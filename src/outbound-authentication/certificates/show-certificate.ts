import {
  type CertificateDetails,
  type CertificateVersion,
  isPresentable,
  presented,
  whyNoneIsPresented,
} from './client-certificate.js';
import type { ClientCertificateAnswer } from './client-certificate.schema.js';

type Shown = ClientCertificateAnswer['certificates'][number];

const warnedMilliseconds = 30 * 86_400_000;

/** A client certificate as the API answers it. */
export function showCertificate({ certificate, versions }: CertificateDetails, now: Date): ClientCertificateAnswer {
  const used = presented(versions, now);
  const csr = versions.find((one) => one.certificate === null)?.csr;
  return {
    name: certificate.name,
    createdAt: certificate.createdAt.toISOString(),
    updatedAt: certificate.updatedAt.toISOString(),
    certificates: versions.flatMap((one) => showVersion(one, used, now)),
    ...(csr === undefined || csr === null ? {} : { csr }),
    warnings: warningsOf(versions, used, now),
  };
}

function showVersion(one: CertificateVersion, used: CertificateVersion | null, now: Date): Shown[] {
  const { version, generated, usableFrom, certificate } = one;
  if (certificate === null) return [];
  return [
    {
      version,
      status: statusOf(one, used, now),
      thumbprint: certificate.thumbprint,
      subject: certificate.subject,
      notBefore: certificate.notBefore.toISOString(),
      notAfter: certificate.notAfter.toISOString(),
      usableFrom: usableFrom.toISOString(),
      generated,
      pem: certificate.chain,
    },
  ];
}

function statusOf(one: CertificateVersion, used: CertificateVersion | null, now: Date): Shown['status'] {
  if (one === used) return 'presented';
  if (one.certificate !== null && one.certificate.notAfter <= now) return 'expired';
  return isPresentable(one, now) ? 'superseded' : 'next';
}

function warningsOf(
  versions: readonly CertificateVersion[],
  used: CertificateVersion | null,
  now: Date,
): ClientCertificateAnswer['warnings'] {
  if (used?.certificate === undefined || used.certificate === null) {
    return [
      {
        code: 'none_presented',
        path: '$.certificates',
        message: `None can be presented now: ${whyNoneIsPresented(versions, now)}.`,
      },
    ];
  }
  const { notAfter } = used.certificate;
  const hasSuccessor = versions.some(({ certificate }) => certificate !== null && certificate.notAfter > notAfter);
  if (hasSuccessor || notAfter.getTime() - now.getTime() > warnedMilliseconds) return [];
  const message = `The certificate that is presented expires at ${notAfter.toISOString()}, and no other is there to follow it: rotate it.`;
  return [{ code: 'certificate_expiring', path: '$.certificates', message }];
}
