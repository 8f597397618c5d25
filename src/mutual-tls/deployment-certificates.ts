import type { X509Certificate } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { readChain } from '../certificates/certificate-chain.js';
import { WatchedFiles } from './watched-files.job.js';

/** A certificate of a file that the settings name. */
export interface DeploymentCertificate {
  readonly setting: 'TLS_CERT_FILE' | 'TLS_CLIENT_CA_FILE';
  /** Which of several in the file, from 1 on; null where it counts as a whole. */
  readonly part: string | null;
  readonly expiresAt: Date;
}

const endOf = ({ validTo }: X509Certificate): number => new Date(validTo).getTime();

/** When the certificates of the deployment end: of the listener's chain the first to end, of the authorities each. */
@Injectable()
export class DeploymentCertificates {
  constructor(private readonly files: WatchedFiles) {}

  get all(): readonly DeploymentCertificate[] {
    const { server, authorities } = this.files.current;
    const read = server === null ? null : readChain(server.cert);
    const chain = read === null || 'fault' in read ? [] : read.chain;
    return [
      ...(chain.length === 0
        ? []
        : [{ setting: 'TLS_CERT_FILE', part: null, expiresAt: new Date(Math.min(...chain.map(endOf))) } as const]),
      ...authorities.map((authority, index) => ({
        setting: 'TLS_CLIENT_CA_FILE' as const,
        part: String(index + 1),
        expiresAt: new Date(endOf(authority)),
      })),
    ];
  }

  endingBefore(time: Date): readonly DeploymentCertificate[] {
    return this.all.filter(({ expiresAt }) => expiresAt <= time);
  }
}
