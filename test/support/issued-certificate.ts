// @peculiar/x509 refuses to load without it.
import 'reflect-metadata';
import { createHash, webcrypto, X509Certificate } from 'node:crypto';
import * as x509 from '@peculiar/x509';

/** A certificate of a test with everything that can be wrong about one. */
export interface IssuedCertificate {
  readonly certificate: X509Certificate;
  /** PEM. */
  readonly pem: string;
  /** PKCS#8 PEM. */
  readonly privateKey: string;
  /** `x5t#S256`. */
  readonly thumbprint: string;
  readonly keys: webcrypto.CryptoKeyPair;
  readonly name: x509.JsonName;
}

export interface IssueOptions {
  /** In the order of the encoding; default `CN=client`. */
  readonly name?: x509.JsonName;
  /** Default: itself. */
  readonly issuer?: IssuedCertificate;
  /** An authority, with at most so many below it where a number is given. Default false. */
  readonly authority?: boolean | number;
  /** extendedKeyUsage; null: none. Default clientAuth, for authorities none. */
  readonly purposes?: readonly string[] | null;
  /** keyUsage; null: none, which is the default for clients. */
  readonly usages?: x509.KeyUsageFlags | null;
  readonly alternativeNames?: x509.JsonGeneralNames;
  /** Default: a day ago. */
  readonly notBefore?: Date;
  /** Default: in 30 days. */
  readonly notAfter?: Date;
  readonly algorithm?: 'EC' | 'RSA-1024' | 'RSA-2048';
  /** Of the signature; default SHA-256. */
  readonly hash?: 'SHA-1' | 'SHA-256';
  readonly extensions?: readonly x509.Extension[];
  readonly keys?: webcrypto.CryptoKeyPair;
}

const DAY = 86_400_000;

function keysOf(algorithm: NonNullable<IssueOptions['algorithm']>): Promise<webcrypto.CryptoKeyPair> {
  const rsa = {
    name: 'RSASSA-PKCS1-v1_5',
    modulusLength: algorithm === 'RSA-1024' ? 1024 : 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
    hash: 'SHA-256',
  };
  return webcrypto.subtle.generateKey(algorithm === 'EC' ? { name: 'ECDSA', namedCurve: 'P-256' } : rsa, true, [
    'sign',
    'verify',
  ]);
}

/** Issues a certificate as it is asked for, sound or not. */
export async function issueCertificate(options: IssueOptions = {}): Promise<IssuedCertificate> {
  const { authority = false, issuer, name = [{ CN: ['client'] }] } = options;
  const keys = options.keys ?? (await keysOf(options.algorithm ?? 'EC'));
  const isAuthority = authority !== false;
  const { purposes = isAuthority ? null : [x509.ExtendedKeyUsage.clientAuth] } = options;
  const { usages = isAuthority ? x509.KeyUsageFlags.keyCertSign : null } = options;
  const made = await x509.X509CertificateGenerator.create({
    subject: new x509.Name(name).toString(),
    issuer: new x509.Name(issuer?.name ?? name).toString(),
    notBefore: options.notBefore ?? new Date(Date.now() - DAY),
    notAfter: options.notAfter ?? new Date(Date.now() + 30 * DAY),
    publicKey: keys.publicKey,
    signingKey: (issuer?.keys ?? keys).privateKey,
    signingAlgorithm: {
      ...(issuer?.keys ?? keys).privateKey.algorithm,
      hash: options.hash ?? 'SHA-256',
    } as webcrypto.EcdsaParams,
    extensions: [
      ...(isAuthority
        ? [new x509.BasicConstraintsExtension(true, typeof authority === 'number' ? authority : undefined, true)]
        : []),
      ...(usages === null ? [] : [new x509.KeyUsagesExtension(usages, true)]),
      ...(purposes === null ? [] : [new x509.ExtendedKeyUsageExtension([...purposes])]),
      ...(options.alternativeNames === undefined
        ? []
        : [new x509.SubjectAlternativeNameExtension(options.alternativeNames)]),
      ...(options.extensions ?? []),
    ],
  });
  const certificate = new X509Certificate(Buffer.from(made.rawData));
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return {
    certificate,
    pem: certificate.toString(),
    privateKey: x509.PemConverter.encode(pkcs8, 'PRIVATE KEY'),
    thumbprint: createHash('sha256').update(certificate.raw).digest('base64url'),
    keys,
    name,
  };
}
