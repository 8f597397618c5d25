// tsyringe, which @peculiar/x509 uses, refuses to load without it.
import 'reflect-metadata';
import { createHash, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

/** A certificate and its private key, PEM. */
export interface TestCertificate {
  readonly certificate: string;
  /** PKCS#8. */
  readonly privateKey: string;
  /** Subject as in RFC 4514, e.g. `CN=signer`. */
  readonly subject: string;
  /** `x5t#S256` (RFC 8705 §3.1): base64url SHA-256 of the DER form. */
  readonly thumbprint: string;
}

export interface CertificateOptions {
  /** Default `server` or `client`. */
  readonly commonName?: string;
  /** Default: yesterday. */
  readonly notBefore?: Date;
  /** Default: in 30 days. */
  readonly notAfter?: Date;
  /** Alternative names. Default for servers: `localhost`, `127.0.0.1` and `::1`; for clients: none. */
  readonly alternativeNames?: x509.JsonGeneralNames;
  /** Default ECDSA on P-256. */
  readonly keyType?: 'EC' | 'RSA';
}

/** A CA of a test, known to nobody but those who are told its certificate. */
export interface CertificateAuthority {
  /** PEM. */
  readonly certificate: string;
  /** PKCS#8, for tests of what happens to whoever presents a CA. */
  readonly privateKey: string;
  issueServer(options?: CertificateOptions): Promise<TestCertificate>;
  issueClient(options?: CertificateOptions): Promise<TestCertificate>;
  /** Issues what a certificate request (PKCS#10, PEM) asks for, as a client certificate. PEM. */
  issueFor(csr: string, options?: CertificateOptions): Promise<string>;
}

interface Issuer {
  readonly subject: string;
  readonly privateKey: webcrypto.CryptoKey;
}

const DAY = 24 * 60 * 60 * 1000;
const KEY_ALGORITHMS = {
  EC: { name: 'ECDSA', namedCurve: 'P-256' },
  RSA: {
    name: 'RSASSA-PKCS1-v1_5',
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
    hash: 'SHA-256',
  },
} as const;
const LOOPBACK_NAMES: x509.JsonGeneralNames = [
  { type: 'dns', value: 'localhost' },
  { type: 'ip', value: '127.0.0.1' },
  { type: 'ip', value: '::1' },
];

/** Validity for {@link CertificateOptions}: a certificate that ran out an hour ago. */
export const EXPIRED = { notBefore: new Date(Date.now() - 2 * DAY), notAfter: new Date(Date.now() - DAY / 24) };

export async function createCertificateAuthority(commonName = 'Test CA'): Promise<CertificateAuthority> {
  const keys = await generateKeys('EC');
  const issuer = { subject: `CN=${commonName}`, privateKey: keys.privateKey };
  const authority = await make(keys, { commonName }, issuer, [
    new x509.BasicConstraintsExtension(true, 0, true),
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
  ]);
  return {
    certificate: authority.certificate,
    privateKey: authority.privateKey,
    issueFor: async (csr, options = {}) => {
      const request = new x509.Pkcs10CertificateRequest(csr);
      const certificate = await x509.X509CertificateGenerator.create({
        subject: request.subject,
        issuer: issuer.subject,
        notBefore: options.notBefore ?? new Date(Date.now() - DAY),
        notAfter: options.notAfter ?? new Date(Date.now() + 30 * DAY),
        publicKey: request.publicKey,
        signingKey: issuer.privateKey,
        extensions: CLIENT_EXTENSIONS,
      });
      return certificate.toString('pem');
    },
    issueServer: async ({ alternativeNames = LOOPBACK_NAMES, ...options } = {}) =>
      make(
        await generateKeys(options.keyType),
        { commonName: 'server', ...options, alternativeNames },
        issuer,
        SERVER_EXTENSIONS,
      ),
    issueClient: async (options = {}) =>
      make(await generateKeys(options.keyType), { commonName: 'client', ...options }, issuer, CLIENT_EXTENSIONS),
  };
}

/** For `self_signed_tls_client_auth` (RFC 8705 §2.2). */
export async function createSelfSignedClient(options: CertificateOptions = {}): Promise<TestCertificate> {
  const named = { commonName: 'client', ...options };
  const keys = await generateKeys(options.keyType);
  return make(keys, named, { subject: `CN=${named.commonName}`, privateKey: keys.privateKey }, CLIENT_EXTENSIONS);
}

/** For a provider whose certificate is pinned. */
export async function createSelfSignedServer(options: CertificateOptions = {}): Promise<TestCertificate> {
  const named = { commonName: 'server', alternativeNames: LOOPBACK_NAMES, ...options };
  const keys = await generateKeys(options.keyType);
  return make(keys, named, { subject: `CN=${named.commonName}`, privateKey: keys.privateKey }, SERVER_EXTENSIONS);
}

const SERVER_EXTENSIONS = [new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth])];
const CLIENT_EXTENSIONS = [new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth])];

async function make(
  keys: webcrypto.CryptoKeyPair,
  options: CertificateOptions & { readonly commonName: string },
  issuer: Issuer,
  extensions: readonly x509.Extension[],
): Promise<TestCertificate> {
  const subject = `CN=${options.commonName}`;
  const names = options.alternativeNames ?? [];
  const certificate = await x509.X509CertificateGenerator.create({
    subject,
    issuer: issuer.subject,
    notBefore: options.notBefore ?? new Date(Date.now() - DAY),
    notAfter: options.notAfter ?? new Date(Date.now() + 30 * DAY),
    publicKey: keys.publicKey,
    signingKey: issuer.privateKey,
    extensions: [...extensions, ...(names.length === 0 ? [] : [new x509.SubjectAlternativeNameExtension(names)])],
  });
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return {
    certificate: certificate.toString('pem'),
    privateKey: x509.PemConverter.encode(pkcs8, 'PRIVATE KEY'),
    subject,
    thumbprint: createHash('sha256').update(Buffer.from(certificate.rawData)).digest('base64url'),
  };
}

function generateKeys(keyType: 'EC' | 'RSA' = 'EC'): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(KEY_ALGORITHMS[keyType], true, ['sign', 'verify']);
}
