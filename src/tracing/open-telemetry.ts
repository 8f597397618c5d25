import { readFileSync } from 'node:fs';
import {
  type Context,
  defaultTextMapGetter,
  defaultTextMapSetter,
  type Span as OtelSpan,
  SpanKind as OtelSpanKind,
  type Tracer as OtelTracer,
  ROOT_CONTEXT,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { ExportResultCode, W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  type IdGenerator,
  ParentBasedSampler,
  RandomIdGenerator,
  type ReadableSpan,
  type Sampler,
  type SpanExporter,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { SamplerName } from '../config/environment/tracing-settings.js';
import { serviceVersion } from '../version.js';
import type { RootSpan, Span, SpanKind, TraceHeaders, Tracer } from './span.js';
import type { SpanAttributes } from './span-attributes.js';

/** Milliseconds after which a stopping instance gives up what it has not sent. */
const LAST_SENDING = 5_000;
/** Milliseconds between two complaints about a collector. */
const COMPLAINT_EVERY = 60_000;

const kinds: Readonly<Record<SpanKind, OtelSpanKind>> = {
  server: OtelSpanKind.SERVER,
  client: OtelSpanKind.CLIENT,
  producer: OtelSpanKind.PRODUCER,
  internal: OtelSpanKind.INTERNAL,
};

interface TracerOptions {
  /** Where a collector takes OTLP over HTTP. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** PEM of the authority that alone is trusted for the collector; undefined: the public ones. */
  readonly caFile: string | undefined;
  readonly resource: Readonly<Record<string, string>>;
  readonly sampler: SamplerName;
  /** Share of traces that are kept, 0 to 1. */
  readonly ratio: number;
  readonly failed: (error: unknown) => void;
}

/** The trace id that the next trace is to have, since a span is made with whatever the generator gives. */
class ChosenIds implements IdGenerator {
  private readonly random = new RandomIdGenerator();
  chosen: string | undefined;

  generateTraceId = (): string => this.chosen ?? this.random.generateTraceId();
  generateSpanId = (): string => this.random.generateSpanId();
}

/** Sends spans away, and tells now and then that it cannot: the library itself would be silent. */
class ComplainingExporter implements SpanExporter {
  private complainedAt = -Infinity;

  constructor(
    private readonly exporter: SpanExporter,
    private readonly failed: (error: unknown) => void,
  ) {}

  export(spans: ReadableSpan[], done: Parameters<SpanExporter['export']>[1]): void {
    this.exporter.export(spans, (result) => {
      if (result.code === ExportResultCode.FAILED) this.complain(result.error);
      done(result);
    });
  }

  shutdown(): Promise<void> {
    return this.exporter.shutdown();
  }

  private complain(error: unknown): void {
    const now = performance.now();
    if (now - this.complainedAt < COMPLAINT_EVERY) return;
    this.complainedAt = now;
    this.failed(error);
  }
}

function samplerOf(name: SamplerName, ratio: number): Sampler {
  switch (name) {
    case 'always_on':
      return new AlwaysOnSampler();
    case 'always_off':
      return new AlwaysOffSampler();
    case 'traceidratio':
      return new TraceIdRatioBasedSampler(ratio);
    case 'parentbased_always_on':
      return new ParentBasedSampler({ root: new AlwaysOnSampler() });
    case 'parentbased_always_off':
      return new ParentBasedSampler({ root: new AlwaysOffSampler() });
    case 'parentbased_traceidratio':
      return new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) });
  }
}

/**
 * Traces by OpenTelemetry, sent as OTLP over HTTP. Spans are made where work passes a seam of ours, and know their parent by
 * themselves: nothing is instrumented behind anybody's back, and nothing of the library is global.
 */
export class OpenTelemetryTracer implements Tracer {
  private readonly ids = new ChosenIds();
  private readonly provider: TracerProvider;
  private readonly tracer: OtelTracer;
  private readonly propagator = new W3CTraceContextPropagator();

  /** @throws Error when the file of the authority cannot be read */
  constructor({ url, headers, caFile, resource, sampler, ratio, failed }: TracerOptions) {
    const exporter = new OTLPTraceExporter({
      url,
      headers,
      ...(caFile === undefined ? {} : { httpAgentOptions: { keepAlive: true, ca: readFileSync(caFile) } }),
    });
    this.provider = new TracerProvider({
      resource: resourceFromAttributes({ ...resource, 'service.version': serviceVersion }),
      sampler: samplerOf(sampler, ratio),
      idGenerator: this.ids,
      spanProcessors: [new BatchSpanProcessor({ exporter: new ComplainingExporter(exporter, failed) })],
    });
    this.tracer = this.provider.getTracer('countersign', serviceVersion);
  }

  begin({ name, kind, attributes, traceId, continues }: RootSpan): Span {
    const before =
      continues === undefined
        ? ROOT_CONTEXT
        : this.propagator.extract(ROOT_CONTEXT, { ...continues }, defaultTextMapGetter);
    this.ids.chosen = traceId;
    try {
      return this.spanIn(before, name, kind, attributes);
    } finally {
      this.ids.chosen = undefined;
    }
  }

  async close(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const longEnough = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, LAST_SENDING);
    });
    // What cannot be sent was complained of already.
    await Promise.race([this.provider.shutdown().catch(() => undefined), longEnough]);
    clearTimeout(timer);
  }

  private spanIn(before: Context, name: string, kind: SpanKind, attributes: SpanAttributes): Span {
    const span = this.tracer.startSpan(name, { kind: kinds[kind], attributes }, before);
    const within = trace.setSpan(before, span);
    return new TracedSpan(span, () => this.headersOf(within), this.spanIn.bind(this, within));
  }

  private headersOf(context: Context): TraceHeaders {
    const headers: Record<string, string> = {};
    this.propagator.inject(context, headers, defaultTextMapSetter);
    return headers;
  }
}

class TracedSpan implements Span {
  constructor(
    private readonly span: OtelSpan,
    private readonly makeHeaders: () => TraceHeaders,
    readonly child: Span['child'],
  ) {}

  get traceId(): string {
    return this.span.spanContext().traceId;
  }

  get spanId(): string {
    return this.span.spanContext().spanId;
  }

  get headers(): TraceHeaders {
    return this.makeHeaders();
  }

  set(attributes: SpanAttributes): void {
    this.span.setAttributes(attributes);
  }

  fail(type: string): void {
    this.span.setAttribute('error.type', type);
    this.span.setStatus({ code: SpanStatusCode.ERROR });
  }

  end(): void {
    this.span.end();
  }
}
