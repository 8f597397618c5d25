import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

/** What oidc-provider is told of an address, whatever a client or a proxy wrote. */
interface OwnAddress {
  /** Path and query as oidc-provider knows them. */
  readonly url: string;
  /** Below the host: with the path of `PUBLIC_URL` and `/oauth`. */
  readonly originalUrl: string;
  readonly host: string;
  readonly scheme: string;
}

const FORWARDED = /^(?:x-forwarded-|forwarded$|x-real-ip$)/;

/**
 * A request as oidc-provider sees it: an object of its own with what Koa reads of one. An object that inherited from the request would
 * make each request a prototype, which the engine then treats as one that is shared.
 */
export class SeenRequest {
  readonly method: string | undefined;
  readonly httpVersionMajor: number;
  readonly socket: Socket;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly url: string;
  readonly originalUrl: string;
  /** Whoever reads the body takes `body`. */
  readonly readable = false;
  body: Buffer | undefined = undefined;

  /** @param cookie takes the place of what came; undefined: none */
  constructor({ method, httpVersionMajor, socket, headers }: IncomingMessage, address: OwnAddress, cookie?: string) {
    this.method = method;
    this.httpVersionMajor = httpVersionMajor;
    this.socket = socket;
    this.url = address.url;
    this.originalUrl = address.originalUrl;
    const seen: Record<string, string | string[] | undefined> = {};
    for (const name in headers) if (name !== 'cookie' && !FORWARDED.test(name)) seen[name] = headers[name];
    seen['host'] = address.host;
    seen['x-forwarded-proto'] = address.scheme;
    if (cookie !== undefined) seen['cookie'] = cookie;
    this.headers = seen;
  }
}
