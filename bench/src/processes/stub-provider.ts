import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, type ServerProcess, startServer } from './child-process.js';

/** The stub provider in a process of its own. */
export interface StubProvider {
  readonly issuer: string;
  /** The same over TLS, with a certificate of its own. */
  readonly tlsIssuer: string;
  /** File of that certificate, to be trusted by NODE_EXTRA_CA_CERTS. */
  readonly certificateFile: string;
  /** An address that accepts connections and never answers. */
  readonly deadOrigin: string;
  readonly process: ServerProcess;
  /** Back-channel calls so far. */
  calls(): Promise<number>;
  /** Codes that were sent more than once so far; any number but 0 is a fault of the relying party. */
  codesSentAgain(): Promise<number>;
}

/** A self-signed certificate for the loopback address, made by openssl. @returns its directory */
function makeCertificate(): string {
  const directory = mkdtempSync(join(tmpdir(), 'countersign-bench-tls-'));
  process.once('exit', () => {
    rmSync(directory, { recursive: true, force: true });
  });
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
      ...['-keyout', 'key.pem', '-out', 'certificate.pem', '-subj', '/CN=127.0.0.1'],
      ...['-addext', 'subjectAltName=IP:127.0.0.1'],
    ],
    { cwd: directory, stdio: 'ignore' },
  );
  return directory;
}

/** @param port default: a free one */
export async function startStubProvider(port?: number): Promise<StubProvider> {
  const deadPort = await freePort();
  const tlsPort = await freePort();
  const directory = makeCertificate();
  const server = await startServer({
    name: 'the stub provider',
    command: [new URL('../servers/provider-server.js', import.meta.url).pathname],
    environment: { DEAD_PORT: String(deadPort), TLS_PORT: String(tlsPort), TLS_DIRECTORY: directory },
    readyPath: '/jwks',
    ...(port === undefined ? {} : { port }),
  });
  const issuer = server.origin.replace('localhost', '127.0.0.1');
  const counts = async (): Promise<Record<'discovery' | 'jwks' | 'token' | 'userinfo' | 'tokenAgain', number>> =>
    (await (await fetch(`${issuer}/counts`)).json()) as Awaited<ReturnType<typeof counts>>;
  return {
    issuer,
    tlsIssuer: `https://127.0.0.1:${tlsPort}`,
    certificateFile: join(directory, 'certificate.pem'),
    deadOrigin: `http://127.0.0.1:${deadPort}`,
    process: server,
    async calls() {
      const { discovery, jwks, token, userinfo } = await counts();
      return discovery + jwks + token + userinfo;
    },
    codesSentAgain: async () => (await counts()).tokenAgain,
  };
}
