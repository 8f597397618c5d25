import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RenderedPage } from '../../src/pages/page.js';

/** Serves rendered pages with their real headers on a free loopback port. */
export class PageServer {
  /** Bodies of the forms that were posted, in order. */
  readonly posted: string[] = [];
  /** Paths that were fetched, in order; a browser's own wish for an icon left out. */
  readonly visited: string[] = [];
  /** Where a post is redirected to. */
  redirectTo = '/';
  /** Where a GET of a path is redirected to. */
  readonly redirects: Record<string, string> = {};

  private readonly server = createServer((request, response) => {
    if (request.method === 'POST') {
      let body = '';
      request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      request.on('end', () => {
        this.posted.push(body);
        response.writeHead(303, { Location: this.redirectTo }).end();
      });
      return;
    }
    const path = request.url ?? '/';
    if (path !== '/favicon.ico') this.visited.push(path);
    const page = this.pageAt(path);
    const redirect = this.redirects[path];
    if (redirect) response.writeHead(302, { Location: redirect }).end();
    else if (page) response.writeHead(200, page.headers).end(page.html);
    else response.writeHead(200, { 'Content-Type': 'text/plain' }).end('arrived');
  });

  constructor(private readonly pageAt: (path: string) => RenderedPage | undefined) {}

  /** @returns its origin */
  async start(): Promise<string> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}
