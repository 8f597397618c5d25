import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';

/** An HTTP answer as data, including the ways in which one can go wrong on the wire. */
export interface Answer {
  /** Default 200. */
  readonly status?: number;
  /** Lower-case names. `content-type` defaults to `application/json` when `json` is given, else to `text/plain`. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** Sent as JSON unless `body` is given. */
  readonly json?: unknown;
  /** Sent as it is; wins over `json`. */
  readonly body?: string | Buffer;
  /** Wait before anything is sent. */
  readonly delayMilliseconds?: number;
  /** Send the body in pieces of `bytes`, one every `everyMilliseconds`. */
  readonly drip?: { readonly bytes: number; readonly everyMilliseconds: number };
  /** Compress the body and say so, whatever the client accepts. */
  readonly gzip?: boolean;
  /** Break the connection: before a byte is sent, or after half of the body. */
  readonly reset?: 'before-headers' | 'mid-body';
  /** Never answer; the connection stays open until the client gives up. */
  readonly hang?: boolean;
}

/** Writes an answer. Resolves when it is sent, broken or abandoned by the client. */
export async function send(response: ServerResponse, answer: Answer): Promise<void> {
  if (answer.delayMilliseconds) await sleep(answer.delayMilliseconds, undefined, { ref: false });
  if (answer.hang === true) return;
  if (answer.reset === 'before-headers') {
    response.socket?.resetAndDestroy();
    return;
  }
  const plain = bodyOf(answer);
  const body = answer.gzip === true ? gzipSync(plain) : plain;
  response.writeHead(answer.status ?? 200, { ...headersOf(answer), 'content-length': body.length });
  if (answer.reset === 'mid-body') {
    response.write(body.subarray(0, Math.ceil(body.length / 2)), () => response.socket?.resetAndDestroy());
    return;
  }
  if (answer.drip) await sendInPieces(response, body, answer.drip);
  else response.end(body);
}

/** The body as bytes, before any compression. */
function bodyOf(answer: Answer): Buffer {
  if (answer.body !== undefined) return Buffer.from(answer.body);
  return answer.json === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(answer.json));
}

function headersOf(answer: Answer): Record<string, string | string[]> {
  const contentType = answer.body === undefined && answer.json !== undefined ? 'application/json' : 'text/plain';
  const headers: Record<string, string | string[]> = { 'content-type': contentType };
  if (answer.gzip === true) headers['content-encoding'] = 'gzip';
  for (const [name, value] of Object.entries(answer.headers ?? {})) {
    headers[name.toLowerCase()] = typeof value === 'string' ? value : [...value];
  }
  return headers;
}

async function sendInPieces(
  response: ServerResponse,
  body: Buffer,
  drip: { readonly bytes: number; readonly everyMilliseconds: number },
): Promise<void> {
  for (let offset = 0; offset < body.length && !response.destroyed; offset += drip.bytes) {
    response.write(body.subarray(offset, offset + drip.bytes));
    await sleep(drip.everyMilliseconds, undefined, { ref: false });
  }
  response.end();
}
