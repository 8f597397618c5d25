import { createHash } from 'node:crypto';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { TLSSocket } from 'node:tls';
import { importJWK, type JWK, jwtVerify } from 'jose';
import type { TestCertificate } from '../../support/certificates.js';
import { audience } from './known-clients.js';

export interface PartnerListener {
  readonly origin: string;
  /** Requests that were accepted: path and what was verified. */
  readonly accepted: { readonly path: string; readonly thumbprint: string | null; readonly scheme: string }[];
  /** Tokens that are refused from now on, as after a revocation. */
  readonly revoked: Set<string>;
  readonly tokens: string[];
  close(): Promise<void>;
}

interface ListenerOptions {
  readonly tls: TestCertificate;
  readonly authorities: readonly string[];
  /** Whether TLS itself demands a certificate of the authorities. */
  readonly demanding?: boolean;
  readonly issuer: string;
  readonly issuerKey: JWK;
}

/**
 * A partner's endpoint. What it asks for stands in the path: `/bound` a certificate-bound token (RFC 8705 §3), `/token` a token,
 * `/certificate` a certificate alone, `/key` an `X-Api-Key`.
 */
export async function startPartnerListener(options: ListenerOptions): Promise<PartnerListener> {
  const key = await importJWK(options.issuerKey, 'ES256');
  const accepted: PartnerListener['accepted'] = [];
  const revoked = new Set<string>();
  const tokens: string[] = [];
  const server = createServer(
    {
      cert: options.tls.certificate,
      key: options.tls.privateKey,
      requestCert: true,
      rejectUnauthorized: options.demanding ?? false,
      ca: [...options.authorities],
    },
    (request, response) => {
      const raw = request.socket instanceof TLSSocket ? request.socket.getPeerX509Certificate()?.raw : undefined;
      const thumbprint = raw === undefined ? null : createHash('sha256').update(raw).digest('base64url');
      const path = request.url ?? '/';
      const [scheme = '', token = ''] = (request.headers.authorization ?? '').split(' ');
      const refuse = (status: number, error: string) => {
        response.writeHead(status, { 'www-authenticate': `Bearer error="${error}"` }).end();
      };
      const accept = () => {
        accepted.push({ path, thumbprint, scheme });
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      };
      request.resume();
      if (path.startsWith('/key')) {
        if (request.headers['x-api-key'] === 'known-api-key') accept();
        else refuse(401, 'invalid_key');
        return;
      }
      if (path.startsWith('/certificate')) {
        if (thumbprint === null) refuse(401, 'no_certificate');
        else accept();
        return;
      }
      tokens.push(token);
      if (revoked.has(token)) {
        refuse(401, 'invalid_token');
        return;
      }
      jwtVerify(token, key, { issuer: options.issuer, audience })
        .then(({ payload }) => {
          const cnf = payload['cnf'] as { 'x5t#S256'?: string } | undefined;
          if (path.startsWith('/bound') && (thumbprint === null || cnf?.['x5t#S256'] !== thumbprint))
            refuse(401, 'invalid_token');
          else if (payload['scope'] !== 'events:write') refuse(403, 'insufficient_scope');
          else accept();
        })
        .catch(() => {
          refuse(401, 'invalid_token');
        });
    },
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `https://127.0.0.1:${port}`,
    accepted,
    revoked,
    tokens,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
