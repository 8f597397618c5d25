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

/** Reads a request to its end. `body` is left unread where another handler (oidc-provider) has to read it. */
export async function receive(message: IncomingMessage, origin: string): Promise<ReceivedRequest> {
  return describe(message, origin, await readBody(message));
}

export function receiveWithoutBody(message: IncomingMessage, origin: string): ReceivedRequest {
  return describe(message, origin, '');
}

function describe(message: IncomingMessage, origin: string, body: string): ReceivedRequest {
  const url = new URL(message.url ?? '/', origin);
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
