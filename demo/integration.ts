import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import * as client from 'openid-client';
import { Agent, fetch as undiciFetch } from 'undici';
import type { Settings } from '../src/config/settings.js';
import {
  type CertificateAuthority,
  createCertificateAuthority,
  type TestCertificate,
} from '../test/support/certificates.js';
import type { ApiClient } from '../test/support/service/api-client.js';
import { created } from './created.js';

/** What the demo's port for certificates is opened with. */
export interface DemoMutualTls {
  readonly authority: CertificateAuthority;
  /** Settings of the service. */
  readonly environment: Readonly<Record<string, string>>;
}

/** What a system integration did, and was refused. */
export interface IntegrationReport {
  readonly clientName: string;
  readonly scope: string;
  /** `cnf.x5t#S256` of the token; undefined: it is bound to nothing. */
  readonly boundTo: string | undefined;
  readonly certificate: TestCertificate;
  /** Events of the trail that it has read. */
  readonly events: number;
  /** What the API says of the token over a connection without the certificate. */
  readonly withoutCertificate: { readonly status: number; readonly code: string };
}

const NAME = 'clm.partner.example';

/** @param directory for the files of the server's certificate */
export async function prepareMutualTls(directory: string, port: number): Promise<DemoMutualTls> {
  const authority = await createCertificateAuthority('CA of the demo partner');
  const { certificate, privateKey } = await authority.issueServer();
  const [certificateFile, keyFile] = [join(directory, 'mtls.pem'), join(directory, 'mtls.key')];
  writeFileSync(certificateFile, certificate);
  writeFileSync(keyFile, privateKey, { mode: 0o600 });
  return {
    authority,
    environment: {
      MTLS_PORT: String(port),
      TLS_CERT_FILE: certificateFile,
      TLS_KEY_FILE: keyFile,
      MTLS_PUBLIC_URL: `https://localhost:${port}`,
    },
  };
}

function fetchOver(dispatcher: Agent): client.CustomFetch {
  const fetched = (url: string, options: object) => undiciFetch(url, { ...options, dispatcher });
  return fetched;
}

/** A system integration: it is known by its certificate, gets a token that is bound to it, and reads the trail of an envelope. */
export async function readTrailAsSystem(
  api: ApiClient,
  settings: Settings,
  { authority }: DemoMutualTls,
  envelope: string,
): Promise<IntegrationReport> {
  const certificate = await authority.issueClient({
    commonName: 'clm',
    alternativeNames: [{ type: 'dns', value: NAME }],
  });
  await api.put(
    '/v1/settings/mutual-tls',
    { clientCertificateAuthorities: [authority.certificate] },
    { 'if-match': '"0"' },
  );
  const { clientId, name } = await created(api, '/v1/oauth-clients', {
    name: 'Nightly report',
    grants: ['client_credentials'],
    scopes: ['audit:read'],
    authentication: { method: 'tls_client_auth', tls_client_auth_san_dns: NAME },
    tokens: { bound: 'certificate' },
  });
  const over = (shown: TestCertificate | null) =>
    new Agent({
      connect: {
        ca: authority.certificate,
        ...(shown === null ? {} : { cert: shown.certificate, key: shown.privateKey }),
      },
    });
  const [withIt, without] = [over(certificate), over(null)];
  try {
    const configuration = await client.discovery(
      new URL(`${settings.PUBLIC_URL}/oauth`),
      String(clientId),
      { use_mtls_endpoint_aliases: true },
      client.TlsClientAuth(),
      {
        // oxlint-disable-next-line typescript/no-deprecated -- the demo's own address speaks plain HTTP on the loopback address
        execute: [client.allowInsecureRequests],
        [client.customFetch]: fetchOver(withIt),
      },
    );
    const tokens = await client.clientCredentialsGrant(configuration, { scope: 'audit:read' });
    const read = async (dispatcher: Agent) => {
      const answer = await undiciFetch(`${settings.MTLS_PUBLIC_URL ?? ''}/v1/envelopes/${envelope}/audit-trail`, {
        headers: { authorization: `Bearer ${tokens.access_token}` },
        dispatcher,
      });
      return { status: answer.status, body: (await answer.json()) as { events?: unknown[]; code?: string } };
    };
    const trail = await read(withIt);
    const refused = await read(without);
    return {
      clientName: String(name),
      scope: tokens.scope ?? '',
      boundTo: (decodeJwt(tokens.access_token)['cnf'] as { 'x5t#S256'?: string } | undefined)?.['x5t#S256'],
      certificate,
      events: trail.body.events?.length ?? 0,
      withoutCertificate: { status: refused.status, code: refused.body.code ?? '' },
    };
  } finally {
    await Promise.all([withIt.close(), without.close()]);
  }
}
