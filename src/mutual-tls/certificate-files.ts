import { createPrivateKey, type X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { readChain } from '../certificates/certificate-chain.js';
import { faultOfAuthority } from '../certificates/judge-client-chain.js';
import { type Settings, SettingsError } from '../config/settings.js';
import { saidBy } from '../errors/thrown.js';

/** What the listener of `MTLS_PORT` shows, PEM. */
export interface ServerCertificate {
  readonly cert: string;
  readonly key: string;
}

/** What stands in the files that the settings name. */
export interface CertificateFileContents {
  /** null: there is no `MTLS_PORT`. */
  readonly server: ServerCertificate | null;
  /** Of `TLS_CLIENT_CA_FILE`; none where it is not set. */
  readonly authorities: readonly X509Certificate[];
}

type CertificateFileNames = Pick<Settings, 'TLS_CERT_FILE' | 'TLS_KEY_FILE' | 'TLS_CLIENT_CA_FILE'>;

interface FileFault {
  readonly variable: keyof CertificateFileNames;
  readonly message: string;
}

/**
 * Reads and judges the files. Nothing is taken of some that are at fault: half of a change would be served.
 * @throws SettingsError with every fault
 */
export function readCertificateFiles(files: CertificateFileNames): CertificateFileContents {
  const faults: FileFault[] = [];
  const server = readServer(files, faults);
  const authorities = readAuthorities(files, faults);
  if (faults.length > 0) throw new SettingsError(faults);
  return { server, authorities };
}

function contentOf(files: CertificateFileNames, variable: FileFault['variable'], faults: FileFault[]): string | null {
  const file = files[variable];
  if (file === undefined) return null;
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    faults.push({ variable, message: `cannot be read: ${saidBy(error)}` });
    return null;
  }
}

function readServer(files: CertificateFileNames, faults: FileFault[]): ServerCertificate | null {
  const cert = contentOf(files, 'TLS_CERT_FILE', faults);
  const key = contentOf(files, 'TLS_KEY_FILE', faults);
  if (cert === null || key === null) return null;
  const before = faults.length;
  const read = readChain(cert);
  if ('fault' in read) faults.push({ variable: 'TLS_CERT_FILE', message: read.fault });
  else if (new Date(read.chain[0].validTo) <= new Date())
    faults.push({
      variable: 'TLS_CERT_FILE',
      message: `has expired at ${new Date(read.chain[0].validTo).toISOString()}`,
    });
  const keyFault = faultOfKey(key, 'chain' in read ? read.chain[0] : null);
  if (keyFault !== null) faults.push({ variable: 'TLS_KEY_FILE', message: keyFault });
  if (faults.length > before) return null;
  try {
    createSecureContext({ cert, key });
    return { cert, key };
  } catch (error) {
    const why = saidBy(error);
    faults.push({ variable: 'TLS_CERT_FILE', message: `cannot be used for TLS: ${why}` });
    return null;
  }
}

function faultOfKey(key: string, leaf: X509Certificate | null): string | null {
  try {
    const privateKey = createPrivateKey(key);
    return leaf === null || leaf.checkPrivateKey(privateKey)
      ? null
      : 'is not the key of the first certificate in TLS_CERT_FILE';
  } catch {
    return 'expected an unencrypted private key (PEM)';
  }
}

function readAuthorities(files: CertificateFileNames, faults: FileFault[]): readonly X509Certificate[] {
  const text = contentOf(files, 'TLS_CLIENT_CA_FILE', faults);
  if (text === null) return [];
  const read = readChain(text);
  if ('fault' in read) {
    faults.push({ variable: 'TLS_CLIENT_CA_FILE', message: read.fault });
    return [];
  }
  read.chain.forEach((certificate, index) => {
    const fault = faultOfAuthority(certificate);
    if (fault !== null) faults.push({ variable: 'TLS_CLIENT_CA_FILE', message: `certificate ${index + 1} ${fault}` });
  });
  return read.chain;
}
