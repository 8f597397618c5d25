import type { IncomingMessage, ServerResponse } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Provider } from 'oidc-provider';
import { ClientCertificates } from '../access/client-certificates.js';
import { publicPath } from '../config/public-path.js';
import type { Settings } from '../config/settings.js';
import { SETTINGS } from '../config/settings.token.js';
import { clientAddresses } from '../http/client-address.js';
import { addressedAt } from '../mutual-tls/addressed-at.js';
import { AuthorizationServer } from './authorization-server.js';
import { clientOfAssertionAlone } from './client-of-assertion.js';
import { noteRequest, type RequestNotes } from './provider/request-notes.js';
import { SeenRequest } from './provider/seen-request.js';
import { PresentedJwts } from './revocation/presented-jwts.js';
import { SessionCookies } from './sessions/session-cookies.js';
import { TokenVerifier } from './standing/token-verifier.js';

type Callback = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** No opaque token of ours has a dot. */
const JWT = /\./;

/** Hands requests to oidc-provider: with our address, whatever a client or a proxy wrote, and what we know of them beside. */
@Injectable()
export class ServedRequests {
  private readonly addressOf: ReturnType<typeof clientAddresses>;
  private readonly path: string;
  private readonly host: string;
  private readonly scheme: string;

  constructor(
    private readonly authorizationServer: AuthorizationServer,
    private readonly certificates: ClientCertificates,
    private readonly presented: PresentedJwts,
    private readonly verifier: TokenVerifier,
    private readonly cookies: SessionCookies,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {
    this.addressOf = clientAddresses(settings.TRUSTED_PROXIES);
    const { host, protocol } = new URL(settings.PUBLIC_URL);
    this.path = publicPath(settings.PUBLIC_URL);
    this.host = host;
    this.scheme = protocol.slice(0, -1);
  }

  /** @param url path and query as oidc-provider knows them */
  async serve(
    request: FastifyRequest,
    url: string,
    reply: FastifyReply,
    callbackOf: (provider: Provider) => Callback,
  ): Promise<void> {
    const { raw } = request;
    const notes: RequestNotes = {
      address: this.addressOf(raw),
      certificate: this.certificates.clientCertificateOf(raw),
      onMutualTls: addressedAt(raw, this.settings) !== this.settings.PUBLIC_URL,
    };
    const cookie = url.startsWith('/auth')
      ? await this.cookies.ofThisTenant(url, raw.headers.cookie)
      : raw.headers.cookie;
    const seen = new SeenRequest(
      raw,
      { url, originalUrl: `${this.path}/oauth${url}`, host: this.host, scheme: this.scheme },
      cookie,
    );
    if (Buffer.isBuffer(request.body))
      seen.body =
        request.routeOptions.url === '/oauth/token'
          ? askingForm(request.body, request.headers.authorization, notes)
          : await this.presentingForm(request.body, request, seen);
    noteRequest(seen, notes);
    const provider = await this.authorizationServer.provider();
    // Whatever fails from here on is answered by oidc-provider, and nothing that failed before would be answered after it.
    reply.hijack();
    for (const [name, value] of Object.entries(reply.getHeaders()))
      if (value !== undefined) reply.raw.setHeader(name, value);
    // Koa reads nothing else of a request.
    await callbackOf(provider)(seen as unknown as IncomingMessage, reply.raw);
  }

  /** The body; a JWT that is to be introspected or revoked is verified here. */
  private async presentingForm(sent: Buffer, request: FastifyRequest, seen: SeenRequest): Promise<Buffer> {
    if (request.routeOptions.url?.startsWith('/oauth/token/') !== true) return sent;
    const form = new URLSearchParams(sent.toString('utf8'));
    const token = form.get('token') ?? '';
    if (!JWT.test(token) || form.getAll('token').length > 1) return sent;
    const claims = await this.verifier.verify(token);
    form.set('token', claims === null ? 'no-token-of-ours' : this.presented.note(seen, claims));
    return Buffer.from(form.toString());
  }
}

/** The body of a request for tokens; an assertion that stands alone names its client. */
function askingForm(sent: Buffer, authorization: string | undefined, notes: RequestNotes): Buffer {
  if (authorization !== undefined) return sent;
  const form = new URLSearchParams(sent.toString('utf8'));
  const client = clientOfAssertionAlone(form);
  if (client === null) return sent;
  notes.assertionAlone = true;
  form.set('client_id', client);
  return Buffer.from(form.toString());
}
