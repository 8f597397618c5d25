import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import type { Demand } from './demand.js';
import { OutboundFailure, type OutboundReason } from './outbound-failure.js';
import { translateFailure } from './translate-failure.js';

export interface Received {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Uint8Array;
}

type Phase = 'waiting' | 'connecting' | 'sent' | 'receiving';

/** What running out of time means in each phase. The first two say that nothing was sent. */
const overdue: Readonly<Record<Phase, readonly [OutboundReason, string]>> = {
  waiting: ['too_many_calls', 'no slot for a call there became free in time'],
  connecting: ['connect_timeout', 'no connection was made in time'],
  sent: ['timeout', 'no answer came in time'],
  receiving: ['timeout', 'the answer began, but was not complete in time'],
};

/**
 * One request and its answer, buffered. undici's dispatch handler is used rather than its `request`, because only here
 * can a call that waits for its connection end at once, and because nothing needs a stream that is read whole anyway.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  /** Settles once; a late answer of a failed exchange is dropped with its socket. */
  readonly answered: Promise<Received>;
  #resolve!: (received: Received) => void;
  #reject!: (failure: OutboundFailure) => void;
  #settled = false;
  #phase: Phase = 'waiting';
  #controller: Dispatcher.DispatchController | null = null;
  #status = 0;
  #headers: IncomingHttpHeaders = {};
  readonly #chunks: Uint8Array[] = [];
  #size = 0;

  #leaveDemand: () => void = () => undefined;

  constructor(
    private readonly maxBytes: number,
    private readonly demand: Demand,
    private readonly excess: 'refuse' | 'cut' = 'refuse',
  ) {
    this.answered = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  /**
   * Sends the request, unless the exchange has failed while it waited.
   * @param dispatcher Asked for only when it is used.
   */
  start(
    dispatcher: () => Dispatcher,
    request: Dispatcher.DispatchOptions & { readonly origin: string },
  ): Promise<Received> {
    if (this.#settled) return Promise.reject(new OutboundFailure('aborted', 'given up before it was sent'));
    this.#phase = 'connecting';
    this.#leaveDemand = this.demand.enter(request.origin);
    dispatcher().dispatch(request, this);
    return this.answered;
  }

  /** Whether it got past waiting for a slot. */
  get started(): boolean {
    return this.#phase !== 'waiting';
  }

  /** Whether there is an answer or a failure already: whoever gave up while the exchange waited is not told of anything else. */
  get ended(): boolean {
    return this.#settled;
  }

  /** Ends the exchange for want of time. */
  expire(milliseconds: number): void {
    const [reason, detail] = overdue[this.#phase];
    this.#refuse(reason, `${detail} (${milliseconds} ms)`);
  }

  fail(error: unknown): void {
    if (this.#settled) return;
    this.#settled = true;
    const failure = translateFailure(error, { requestSent: this.#requestSent });
    this.#leaveDemand();
    this.#reject(failure);
    this.#controller?.abort(failure);
  }

  abort(cause: unknown): void {
    this.#refuse('aborted', 'the caller gave up', cause);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#leaveDemand();
    // A library that sends again what was sent already would spend a code twice.
    if (this.#requestSent) this.#refuse('connection_reset', 'the connection broke');
    this.#controller = controller;
    if (this.#settled) controller.abort(new OutboundFailure('aborted', 'given up before it was sent'));
    else this.#phase = 'sent';
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    if (status < 200) return;
    this.#phase = 'receiving';
    this.#status = status;
    this.#headers = headers;
    if (status > 599) this.#refuse('broken_answer', `the answer has the status ${status}, which HTTP does not know`);
    else if (isEncoded(headers)) this.#encoded();
    else if (isWithoutBody(status) && Number(headers['content-length'] ?? 0) > 0) this.#cut();
    else if (this.excess === 'refuse' && Number(headers['content-length']) > this.maxBytes) this.#refuseSize();
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Uint8Array): void {
    const room = this.maxBytes - this.#size;
    if (chunk.byteLength <= room) {
      this.#size += chunk.byteLength;
      this.#chunks.push(chunk);
    } else if (this.excess === 'refuse') this.#refuseSize();
    else {
      this.#size += room;
      this.#chunks.push(chunk.subarray(0, room));
      this.#cut();
    }
  }

  onResponseEnd(): void {
    this.#receive();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.fail(error);
  }

  #encoded(): void {
    if (this.excess === 'cut') this.#cut();
    else
      this.#refuse(
        'encoding_refused',
        'the answer says that it is encoded (compressed, or by a misused content-encoding)',
      );
  }

  /** What came so far is the answer; the rest is not read. */
  #cut(): void {
    this.#receive();
    this.#controller?.abort(
      new OutboundFailure('aborted', 'the rest of the answer is not read', { requestSent: true }),
    );
  }

  #receive(): void {
    if (this.#settled) return;
    this.#settled = true;
    const received = { status: this.#status, headers: this.#headers, body: joined(this.#chunks, this.#size) };
    // A turn of the event loop later undici has its connection back, so that the next call of a login uses it again.
    // At once, the next call would find it busy and open another, with a TLS handshake of its own.
    queueMicrotask(() => {
      setImmediate(this.#resolve, received);
    });
  }

  get #requestSent(): boolean {
    return this.#phase === 'sent' || this.#phase === 'receiving';
  }

  #refuseSize(): void {
    this.#refuse('too_large', `the answer is larger than ${this.maxBytes} bytes`);
  }

  #refuse(reason: OutboundReason, detail: string, cause?: unknown): void {
    this.fail(new OutboundFailure(reason, detail, { requestSent: this.#requestSent, cause }));
  }
}

/** A copy of exactly this size: undici's chunks are views into larger buffers, which must not be kept or handed on. */
function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const body = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    body.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return body;
}

/** Such an answer ends with its header fields, whatever length it says it has (RFC 9112 §6.3): what follows is no part of it. */
const isWithoutBody = (status: number): boolean => status === 204 || status === 304;

/** RFC 9110 §8.4 and RFC 9112 §7: any coding but `identity`, and any transfer coding but `chunked`. */
function isEncoded(headers: IncomingHttpHeaders): boolean {
  return hasOther(headers['content-encoding'], 'identity') || hasOther(headers['transfer-encoding'], 'chunked');
}

function hasOther(field: string | string[] | undefined, expected: string): boolean {
  if (field === undefined) return false;
  const codings = String(field)
    .split(',')
    .map((coding) => coding.trim().toLowerCase());
  return codings.some((coding) => coding !== '' && coding !== expected);
}
