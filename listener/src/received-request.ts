import { ListenerError } from './listener-error.js';

type HeaderValues = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A request of Node's `http`, of Express or of Fastify; only what is read of it. */
export interface ServerRequest {
  readonly headers: HeaderValues;
  /** The bytes as they arrived, where a framework keeps them. Text stands for its UTF-8 bytes. */
  readonly rawBody?: unknown;
  /** Bytes or text; an object here was parsed, and its bytes are gone. */
  readonly body?: unknown;
  /** Fastify: the request of Node below it. */
  readonly raw?: unknown;
}

/** What the functions of this package take: a Fetch API `Request`, or a request of Node's `http`, Express, Fastify. */
export type ReceivedRequest = Request | ServerRequest;

/** A request as it was signed: its headers by lower-case name, and the bytes of its body. */
export interface RawRequest {
  readonly header: (name: string) => string | null;
  readonly body: Buffer;
}

const BODY_GONE =
  'The body had been read before. Verify first, or keep its bytes: a signature covers bytes, not what they mean.';

function isFetchRequest(request: ReceivedRequest): request is Request {
  return typeof (request as Request).arrayBuffer === 'function' && typeof request.headers.get === 'function';
}

/** One header by its name in lower case, or null; a header that came several times is one text, joined by commas. */
export function headerOf(request: ReceivedRequest, name: string): string | null {
  if (isFetchRequest(request)) return request.headers.get(name);
  const value = request.headers[name];
  if (value === undefined) return null;
  return typeof value === 'string' ? value : value.join(', ');
}

function bytesOf(value: unknown): Buffer | null {
  if (typeof value === 'string') return Buffer.from(value, 'utf8');
  return value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : null;
}

async function readChunks(chunks: AsyncIterable<unknown>, maximumBytes: number): Promise<Buffer> {
  const read: Buffer[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    const bytes = bytesOf(chunk) ?? Buffer.alloc(0);
    length += bytes.length;
    if (length > maximumBytes) throw tooLarge(maximumBytes);
    read.push(bytes);
  }
  return Buffer.concat(read);
}

function tooLarge(maximumBytes: number): ListenerError {
  return new ListenerError('body_too_large', 413, `The body is larger than ${maximumBytes} bytes.`);
}

function isStream(value: unknown): value is AsyncIterable<unknown> & { readonly readableDidRead?: boolean } {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

async function bodyOf(request: ReceivedRequest, maximumBytes: number): Promise<Buffer> {
  if (isFetchRequest(request)) {
    if (request.bodyUsed) throw new ListenerError('body_already_read', 500, BODY_GONE);
    return request.body === null ? Buffer.alloc(0) : readChunks(request.body, maximumBytes);
  }
  const kept = bytesOf(request.rawBody) ?? bytesOf(request.body);
  if (kept !== null) {
    if (kept.length > maximumBytes) throw tooLarge(maximumBytes);
    return kept;
  }
  if (typeof request.body === 'object' && request.body !== null)
    throw new ListenerError(
      'body_was_parsed',
      500,
      'The body was parsed before it was verified. Give this route the bytes: in Express `express.raw({ type: "*/*" })`, in Fastify a content type parser with `{ parseAs: "buffer" }`, or set `rawBody`.',
    );
  const stream = isStream(request) ? request : request.raw;
  if (!isStream(stream) || stream.readableDidRead === true)
    throw new ListenerError('body_already_read', 500, BODY_GONE);
  return readChunks(stream, maximumBytes);
}

/**
 * Reads a request of any kind once.
 *
 * @throws {ListenerError} `body_already_read`, `body_was_parsed` (both are faults of the receiver's set-up), `body_too_large`
 */
export async function readRequest(request: ReceivedRequest, maximumBytes: number): Promise<RawRequest> {
  const body = await bodyOf(request, maximumBytes);
  return { header: (name) => headerOf(request, name), body };
}
