// @peculiar/x509 refuses to load without it.
import 'reflect-metadata';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';
import { type IssuedCertificate, issueCertificate } from '../issued-certificate.js';
import { freePort } from '../service/free-port.js';
import { startTestService, type TestService } from '../service.js';

/** A test service with a port that asks for certificates. */
export interface MutualTlsService {
  readonly service: TestService;
  /** For files of the test. */
  readonly directory: string;
  /** `MTLS_PUBLIC_URL`, which is where the port is. */
  readonly url: string;
  /** Who has issued the server's certificate. */
  readonly serverRoot: IssuedCertificate;
  close(): Promise<void>;
}

export async function startMutualTlsService(
  environment: Readonly<Record<string, string>> = {},
): Promise<MutualTlsService> {
  const directory = await mkdtemp(join(tmpdir(), 'countersign-mtls-'));
  const serverRoot = await issueCertificate({ name: [{ CN: ['Server root'] }], authority: true });
  const server = await issueCertificate({
    name: [{ CN: ['localhost'] }],
    issuer: serverRoot,
    purposes: [x509.ExtendedKeyUsage.serverAuth],
    alternativeNames: [{ type: 'dns', value: 'localhost' }],
  });
  const files = { certificate: join(directory, 'server.pem'), key: join(directory, 'server.key') };
  await writeFile(files.certificate, server.pem);
  await writeFile(files.key, server.privateKey);
  const port = await freePort();
  const url = `https://localhost:${port}`;
  const service = await startTestService({
    environment: {
      MTLS_PORT: String(port),
      TLS_CERT_FILE: files.certificate,
      TLS_KEY_FILE: files.key,
      MTLS_PUBLIC_URL: url,
      ...environment,
    },
  });
  return {
    service,
    directory,
    url,
    serverRoot,
    close: async () => {
      await service.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
