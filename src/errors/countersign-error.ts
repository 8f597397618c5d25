import type { ErrorCode } from './catalogue.js';

/** One fault of a request. `path` is a JSON path such as `$.resources[0].uri`. */
export interface Fault {
  readonly path: string;
  readonly message: string;
}

export interface CountersignErrorOptions {
  /** What was seen and what was expected in this occurrence. Never a token, code, secret or claim value. */
  readonly detail?: string;
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
  readonly faults: readonly Fault[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: ErrorCode, options: CountersignErrorOptions = {}) {
    super(options.detail === undefined ? code : `${code}: ${options.detail}`, { cause: options.cause });
    this.name = 'CountersignError';
    this.code = code;
    this.detail = options.detail;
    this.faults = options.faults ?? [];
    this.headers = options.headers ?? {};
  }
}
