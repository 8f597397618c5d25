import type { SpanAttributes } from './span-attributes.js';

/** How a span stands to what is outside: a request that we answer, a call that we make, a message that we send, or none of these. */
export type SpanKind = 'server' | 'client' | 'producer' | 'internal';

/** W3C Trace Context, §3: `traceparent`, and `tracestate` where there is one. */
export type TraceHeaders = Readonly<Record<string, string>>;

/** A piece of work with a beginning and an end, in a trace with others. */
export interface Span {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** 16 hexadecimal digits. */
  readonly spanId: string;
  /** By which whoever is called continues the trace. */
  readonly headers: TraceHeaders;
  /** Begins a span inside this one. MUST be ended. */
  child(name: string, kind: SpanKind, attributes: SpanAttributes): Span;
  set(attributes: SpanAttributes): void;
  /** @param type a code of ours, a reason, a SQLSTATE: nothing of what was said */
  fail(type: string): void;
  end(): void;
}

/** Where a trace begins in this service. */
export interface RootSpan {
  readonly name: string;
  readonly kind: SpanKind;
  readonly attributes: SpanAttributes;
  /** Ids of the trace unless it is continued; absent: random. */
  readonly traceId?: string;
  /** Headers of whoever began the trace; absent, or not those of W3C Trace Context: it begins here. */
  readonly continues?: Readonly<Record<string, unknown>>;
}

/** Begins traces and sends them away. There is none where traces are off. */
export interface Tracer {
  /** MUST be ended. */
  begin(root: RootSpan): Span;
  /** Sends what is left, or gives it up after a few seconds. */
  close(): Promise<void>;
}
