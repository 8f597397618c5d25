import type { ErrorCode } from './catalogue.js';

/** One fault of a request. `path` is a JSON path such as `$.resources[0].uri`. */
export interface Fault {
  readonly path: string;
  readonly message: string;
}

/** A detail that ends in somebody else's words, in its two parts. The words may be about a person: what is never erased takes `seen` alone. */
export interface QuotedDetail {
  readonly seen: string;
  /** In quotation marks, as `detail` has it. */
  readonly said: string;
}

interface CountersignErrorOptions {
  /** What was seen and what was expected in this occurrence. Never a token, code, secret or claim value. */
  readonly detail?: string;
  /** In place of `detail`, which is then made of it. */
  readonly quoted?: QuotedDetail;
  /** All faults at once. */
  readonly faults?: readonly Fault[];
  /** Extra headers of the answer, e.g. `Retry-After`. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** The one error that features throw on purpose. Everything else is a `service.failed`. */
export class CountersignError extends Error {
  readonly code: ErrorCode;
  readonly detail: string | undefined;
  readonly quoted: QuotedDetail | undefined;
  readonly faults: readonly Fault[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: ErrorCode, options: CountersignErrorOptions = {}) {
    const { quoted, detail = quoted && `${quoted.seen}: ${quoted.said}` } = options;
    super(detail === undefined ? code : `${code}: ${detail}`, { cause: options.cause });
    this.name = 'CountersignError';
    this.code = code;
    this.detail = detail;
    this.quoted = quoted;
    this.faults = options.faults ?? [];
    this.headers = options.headers ?? {};
  }
}
