import { KeyObject, randomBytes, webcrypto } from 'node:crypto';
import { x509 } from '../../certificates/certificate-libraries.js';
import { encodableName } from '../../certificates/names/encodable-name.js';
import { NameFault } from '../../certificates/names/written-name.js';

export const keyTypes = ['EC-P256', 'RSA-2048', 'RSA-3072', 'RSA-4096'] as const;
type KeyType = (typeof keyTypes)[number];

const algorithms = {
  'EC-P256': { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  'RSA-2048': rsa(2048),
  'RSA-3072': rsa(3072),
  'RSA-4096': rsa(4096),
} as const;

function rsa(modulusLength: number) {
  return { name: 'RSASSA-PKCS1-v1_5', modulusLength, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' };
}

/** What a certificate that is made here says of us. */
interface CertificateContent {
  readonly keyType: KeyType;
  /** RFC 4514, e.g. `CN=countersign,O=Example`. */
  readonly subject: string;
  readonly alternativeNames: readonly { readonly type: 'dns' | 'url' | 'email' | 'ip'; readonly value: string }[];
}

interface MadeKey {
  /** PKCS#8 PEM. */
  readonly privateKey: string;
  /** PKCS#10 (RFC 2986), PEM. */
  readonly csr: string;
  /** PEM; null unless asked for. */
  readonly certificate: string | null;
}

interface Validity {
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/**
 * Makes a key pair with a request for a certificate, and on request a certificate signed with the key itself
 * (`self_signed_tls_client_auth`, RFC 8705 §2.2), which cannot sign others.
 */
export async function makeKey(content: CertificateContent, selfSigned: Validity | null): Promise<MadeKey> {
  const algorithm = algorithms[content.keyType];
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const extensions = [
    new (x509().BasicConstraintsExtension)(false, undefined, true),
    new (x509().KeyUsagesExtension)(x509().KeyUsageFlags.digitalSignature, true),
    new (x509().ExtendedKeyUsageExtension)([x509().ExtendedKeyUsage.clientAuth]),
    ...(content.alternativeNames.length === 0
      ? []
      : [new (x509().SubjectAlternativeNameExtension)([...content.alternativeNames])]),
  ];
  const name = encodableName(content.subject);
  const csr = await x509().Pkcs10CertificateRequestGenerator.create({
    name,
    keys,
    signingAlgorithm: algorithm,
    extensions,
  });
  const certificate =
    selfSigned === null
      ? null
      : await x509().X509CertificateGenerator.createSelfSigned({
          serialNumber: serialNumber(),
          name,
          ...selfSigned,
          keys,
          signingAlgorithm: algorithm,
          extensions: [...extensions, await x509().SubjectKeyIdentifierExtension.create(keys.publicKey)],
        });
  return {
    privateKey: KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' }).toString(),
    csr: csr.toString('pem'),
    certificate: certificate?.toString('pem') ?? null,
  };
}

/** Positive and at most 20 octets (RFC 5280 §4.1.2.2). */
function serialNumber(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString('hex');
}

/** Why a text is no subject; null when it is one. */
export function faultOfSubject(text: string): string | null {
  try {
    encodableName(text);
    return null;
  } catch (error) {
    if (!(error instanceof NameFault)) throw error;
    return `must be a distinguished name as RFC 4514 writes it, e.g. CN=countersign,O=Example,C=AT: ${error.message}`;
  }
}
