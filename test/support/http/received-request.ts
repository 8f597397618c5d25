import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** One request as a test provider received it. */
export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** Raw body; empty when there was none. */
  readonly body: string;
  /** The body as `application/x-www-form-urlencoded`; empty for other content types. */
  readonly form: URLSearchParams;
}

/** Reads a request to its end. */
export async function receive(message: IncomingMessage): Promise<ReceivedRequest> {
  return describe(message, await readBody(message));
}

/** Leaves the body to another handler (oidc-provider), which has to read it itself. */
export function receiveWithoutBody(message: IncomingMessage): ReceivedRequest {
  return describe(message, '');
}

function describe(message: IncomingMessage, body: string): ReceivedRequest {
  const url = new URL(message.url ?? '/', 'http://loopback');
  const isForm = message.headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
  return {
    method: message.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: message.headers,
    body,
    form: new URLSearchParams(isForm ? body : ''),
  };
}

async function readBody(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
