import { AsyncLocalStorage } from 'node:async_hooks';
import type { Span, SpanKind } from './span.js';
import type { SpanAttributes } from './span-attributes.js';

const storage = new AsyncLocalStorage<Span>();

/** The span that whatever runs belongs to; undefined: it is not traced. */
export const activeSpan = (): Span | undefined => storage.getStore();

/** Runs `work` inside a span, which stays open. */
export const withinSpan = <T>(span: Span, work: () => T): T => storage.run(span, work);

/** Says something about whatever runs, if it is traced. */
export function annotate(attributes: SpanAttributes): void {
  storage.getStore()?.set(attributes);
}

const CODE = /^[\w.:-]{1,100}$/;

/** A code that an error carries, or its kind; never its message, which may quote what somebody sent. */
function typeOf(error: unknown): string {
  const code: unknown = (error as { readonly code?: unknown } | null)?.code;
  if (typeof code === 'string' && CODE.test(code)) return code;
  return error instanceof Error ? error.name : typeof error;
}

/** A piece of work that may be traced. */
export interface Traceable {
  readonly name: string;
  readonly kind: SpanKind;
  readonly attributes: SpanAttributes;
}

interface TracedWork<T> {
  readonly describe: () => Traceable;
  /** @param span undefined: nothing is traced */
  readonly work: (span: Span | undefined) => Promise<T>;
  /** Why it failed. Default: the error's code, or its name. */
  readonly errorType?: (error: unknown) => string;
}

/** Runs work as a span of its own inside the one that is active. Where there is none it is only run. */
export function traced<T>({ describe, work, errorType = typeOf }: TracedWork<T>): Promise<T> {
  const parent = storage.getStore();
  if (parent === undefined) return work(undefined);
  const { name, kind, attributes } = describe();
  return ended(parent.child(name, kind, attributes), work, errorType);
}

/** Runs work inside a span that ends with it. */
export async function ended<T>(
  span: Span,
  work: (span: Span) => Promise<T>,
  errorType: (error: unknown) => string = typeOf,
): Promise<T> {
  try {
    return await withinSpan(span, () => work(span));
  } catch (error) {
    span.fail(errorType(error));
    throw error;
  } finally {
    span.end();
  }
}
