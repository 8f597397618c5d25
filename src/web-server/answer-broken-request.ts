import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Logger } from 'pino';
import type { ErrorCode } from '../errors/catalogue.js';
import { CountersignError } from '../errors/countersign-error.js';
import { problemDocument } from '../errors/problem-document.js';
import { noteBrokenRequest } from '../http/ended-requests.js';
import { problemHeaders } from '../http/send-problem.js';
import { logBrokenRequest } from './request-log.js';

/**
 * For so long what still arrives is thrown away, in milliseconds. Closed at once, the connection would be reset, and a client
 * that is still sending would never read the answer.
 */
const LINGER = 1_000;

/** What Node says of bytes that it cannot make a request of. */
const codes: Readonly<Record<string, ErrorCode>> = {
  HPE_HEADER_OVERFLOW: 'request.headers_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request.timeout',
};

/**
 * Answers what is not, or not in time, an HTTP request, for which there is no request object; logs it like any other, and closes
 * the connection.
 */
export function answerBrokenRequest(
  error: Error & { readonly code?: string },
  socket: Socket,
  publicUrl: string,
  logger: Logger,
): void {
  // Answered already: this is the rest of the same.
  if (socket.writableEnded && error.code !== 'ECONNRESET') return;
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const code = codes[error.code ?? ''] ?? 'request.malformed';
  const correlationId = randomUUID();
  const problem = problemDocument(new CountersignError(code), publicUrl, correlationId);
  logBrokenRequest(logger, problem);
  noteBrokenRequest(socket, problem.status);
  const body = JSON.stringify(problem);
  const headers = {
    ...problemHeaders,
    'x-request-id': correlationId,
    connection: 'close',
    'content-length': String(Buffer.byteLength(body)),
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const statusLine = `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}`;
  socket.end([statusLine, ...lines, '', body].join('\r\n'));
  const cut = setTimeout(() => socket.destroy(), LINGER).unref();
  socket.once('close', () => {
    clearTimeout(cut);
  });
}
