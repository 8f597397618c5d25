import { type AuthorizationServer, startAuthorizationServer } from '../test/support/authorization-server.js';
import { createCertificateAuthority } from '../test/support/certificates.js';
import type { ApiClient } from '../test/support/service/api-client.js';
import { type VerifiedEvent, VerifyingListener } from '../test/support/verifying-listener.js';
import { created } from './created.js';
import { printVerified } from './report.js';

export interface DemoEvents {
  /** Resolves with each event about a login, once everything of its request was verified. */
  next(): Promise<VerifiedEvent>;
  close(): Promise<void>;
}

const AUDIENCE = 'https://workflow.demo.example/events';
const SCOPE = 'events:write';
const CLIENT = { id: 'countersign', secret: 'secret-of-the-demo-token-client' };
const CERTIFICATE = 'demo-workflow';

/**
 * The envelope workflow as a listener, in the way that banks ask for it: its endpoint and its authorization server both demand a
 * client certificate in the handshake, and a token is good only over a connection with the certificate it was issued to.
 */
export async function startDemoEvents(api: ApiClient): Promise<DemoEvents> {
  const authority = await createCertificateAuthority('CA of the demo workflow');
  const endpointTls = await authority.issueServer({ commonName: 'workflow' });
  const serverTls = await authority.issueServer({ commonName: 'authorization server' });
  const demanding = { clientCertificateAuthorities: [authority.certificate], demandsClientCertificate: true };

  const server = await startAuthorizationServer({
    tls: { ...serverTls, ...demanding },
    audience: AUDIENCE,
    scope: SCOPE,
    clients: [{ client_id: CLIENT.id, client_secret: CLIENT.secret, tls_client_certificate_bound_access_tokens: true }],
  });
  const secrets: string[] = [];
  const listener = await VerifyingListener.start({
    tls: { ...endpointTls, ...demanding },
    secrets,
    issuer: server.issuer,
    issuerKey: server.publicJwk,
    audience: AUDIENCE,
    scopes: [SCOPE],
  });

  // Our key is made by the service and never leaves it; the workflow's CA issues what its request asks for.
  const { csr } = await created(api, '/v1/client-certificates', {
    name: CERTIFICATE,
    generate: { keyType: 'EC-P256', subject: 'CN=countersign' },
  });
  const certificate = await authority.issueFor(String(csr));
  await created(api, `/v1/client-certificates/${CERTIFICATE}/certificates`, { certificate }, 200);
  const url = `${listener.origin}/events`;
  await created(api, '/v1/external-authentications', authenticationOf(url, server, [endpointTls, serverTls]));
  const made = await created(api, '/v1/listeners', {
    name: 'workflow',
    url,
    events: ['signer_authentication.succeeded', 'signer_authentication.failed'],
    signatures: { standardWebhooks: { generate: true } },
    acknowledgement: 'receipt',
  });
  secrets.push(...(made['secretsShownOnce'] as { standardWebhooks: string[] }).standardWebhooks);

  const waiting: ((event: VerifiedEvent) => void)[] = [];
  const arrived: VerifiedEvent[] = [];
  listener.onEvent((event) => {
    printVerified(event);
    const resolve = waiting.shift();
    if (resolve === undefined) arrived.push(event);
    else resolve(event);
  });
  return {
    next() {
      const event = arrived.shift();
      return event === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(event);
    },
    async close() {
      await listener.close();
      await server.close();
    },
  };
}

/** How calls to the workflow authenticate; the listener itself knows nothing of it. */
function authenticationOf(
  url: string,
  server: AuthorizationServer,
  [endpoint, token]: readonly [{ readonly certificate: string }, { readonly certificate: string }],
): Record<string, unknown> {
  const mutualTls = { clientCertificate: CERTIFICATE };
  return {
    url,
    mutualTls,
    serverCertificate: { isPublicCA: false, pem: endpoint.certificate },
    oAuthConfiguration: {
      clientCredentialsConfig: {
        url: server.tokenUrl,
        clientId: CLIENT.id,
        clientSecret: CLIENT.secret,
        scope: SCOPE,
        resource: AUDIENCE,
        mutualTls,
        serverCertificate: { isPublicCA: false, pem: token.certificate },
        certificateBoundTokens: true,
      },
    },
  };
}
