import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readChain, subjectOf, thumbprintOf } from '../../certificates/certificate-chain.js';
import { readPrivateKey } from '../../credentials/key-material.js';
import { CountersignError, type Fault } from '../../errors/countersign-error.js';
import type { CertificateVersion, InstalledCertificate } from './client-certificate.js';
import type { CertificateSource } from './client-certificate.schema.js';
import { type Chain, type ChainContext, clientChainFaults, faultOfKey } from './client-chain-faults.js';
import { makeKey } from './make-certificate.js';
import { readPkcs12 } from './read-pkcs12.js';

const day = 86_400_000;

/** A version that is to be stored: what is public of it, and its key (PKCS#8 PEM) in clear, in memory only. */
export interface EnteredCertificate {
  readonly shown: Pick<CertificateVersion, 'generated' | 'csr' | 'certificate'>;
  readonly privateKey: string;
}

/**
 * Makes or reads what a request asks for.
 * @throws CountersignError `request.unacceptable` with every fault
 */
export async function enterCertificate(source: CertificateSource, context: ChainContext): Promise<EnteredCertificate> {
  if (source.generate !== undefined && source.import === undefined) {
    const { validDays, selfSigned, ...content } = source.generate;
    // A minute early: the other side's clock may be behind.
    const notBefore = new Date(Math.floor(context.now.getTime() / 1000) * 1000 - 60_000);
    const validity = { notBefore, notAfter: new Date(notBefore.getTime() + validDays * day) };
    const { privateKey, csr, certificate } = await makeKey(content, selfSigned ? validity : null);
    const installed = certificate === null ? null : installedOf(chainOf(certificate));
    return { shown: { generated: true, csr, certificate: installed }, privateKey };
  }
  if (source.import !== undefined && source.generate === undefined) return importCertificate(source.import, context);
  throw unacceptable([{ path: '$', message: 'must have either `generate` or `import`' }]);
}

/** The certificate that was issued for a key of ours. @throws CountersignError `request.unacceptable` with every fault */
export function issuedCertificate(pem: string, privateKey: string, context: ChainContext): InstalledCertificate {
  const path = '$.certificate';
  const read = readChain(pem);
  if ('fault' in read) throw unacceptable([{ path, message: read.fault }]);
  const faultsOfChain = clientChainFaults(read.chain, context);
  const faultOfPair = faultOfKey(createPrivateKey(privateKey), read.chain);
  const words =
    faultOfPair === null ? [] : ['was not issued for the key of the waiting request: it has another public key'];
  const faults = [...faultsOfChain, ...words].map((message) => ({ path, message }));
  if (faults.length > 0) throw unacceptable(faults);
  return installedOf(read.chain);
}

function importCertificate(given: NonNullable<CertificateSource['import']>, context: ChainContext): EnteredCertificate {
  const shape = shapeFaults(given);
  if (shape.length > 0) throw unacceptable(shape);
  const { chain, key, certificatePath, faults } =
    given.pkcs12 === undefined ? readPem(given) : readFile(given.pkcs12, given.passphrase ?? '');
  const all = [
    ...faults,
    ...(chain === null ? [] : clientChainFaults(chain, context).map((message) => ({ path: certificatePath, message }))),
  ];
  if (all.length > 0 || chain === null || key === null) throw unacceptable(all);
  return {
    shown: { generated: false, csr: null, certificate: installedOf(chain) },
    privateKey: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

interface ReadImport {
  readonly chain: Chain | null;
  readonly key: KeyObject | null;
  readonly certificatePath: string;
  readonly faults: readonly Fault[];
}

function readPem({ certificate = '', privateKey = '' }: NonNullable<CertificateSource['import']>): ReadImport {
  const certificatePath = '$.import.certificate';
  const key = readPrivateKey(privateKey);
  const read = readChain(certificate);
  if ('fault' in read)
    return { chain: null, key, certificatePath, faults: [{ path: certificatePath, message: read.fault }] };
  const fault = key === null ? null : faultOfKey(key, read.chain);
  const faults = fault === null ? [] : [{ path: '$.import.privateKey', message: fault }];
  return { chain: read.chain, key, certificatePath, faults };
}

function readFile(base64: string, passphrase: string): ReadImport {
  const certificatePath = '$.import.pkcs12';
  const read = readPkcs12(Buffer.from(base64, 'base64'), passphrase);
  if ('content' in read) return { ...read.content, certificatePath, faults: [] };
  const { member, message } = read.fault;
  return { chain: null, key: null, certificatePath, faults: [{ path: `$.import.${member}`, message }] };
}

/** Which members go together. */
function shapeFaults(given: NonNullable<CertificateSource['import']>): Fault[] {
  const { certificate, privateKey, pkcs12, passphrase } = given;
  const fault = (member: string, message: string): Fault => ({ path: `$.import.${member}`, message });
  if (pkcs12 !== undefined) {
    return [
      ...(certificate === undefined ? [] : [fault('certificate', 'must be left out beside `pkcs12`, which holds it')]),
      ...(privateKey === undefined ? [] : [fault('privateKey', 'must be left out beside `pkcs12`, which holds it')]),
    ];
  }
  return [
    ...(certificate === undefined ? [fault('certificate', 'is required, unless `pkcs12` is given')] : []),
    ...(privateKey === undefined ? [fault('privateKey', 'is required, unless `pkcs12` is given')] : []),
    ...(passphrase === undefined ? [] : [fault('passphrase', 'belongs to `pkcs12`; keys as PEM are sent unencrypted')]),
  ];
}

function chainOf(pem: string): Chain {
  const read = readChain(pem);
  if ('fault' in read) throw new Error(`A certificate made here cannot be read: ${read.fault}`);
  return read.chain;
}

function installedOf(chain: Chain): InstalledCertificate {
  const [leaf] = chain;
  return {
    chain: chain.map((certificate) => certificate.toString()).join(''),
    thumbprint: thumbprintOf(leaf),
    subject: subjectOf(leaf),
    notBefore: new Date(leaf.validFrom),
    notAfter: new Date(leaf.validTo),
  };
}

function unacceptable(faults: readonly Fault[]): CountersignError {
  return new CountersignError('request.unacceptable', { faults });
}
