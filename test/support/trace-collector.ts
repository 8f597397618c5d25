import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import protobuf from 'protobufjs';

/** OTLP's trace request as far as tests read it: names and numbers of the fields are those of opentelemetry-proto 1. */
const { root } = protobuf.parse(`
  syntax = "proto3";
  message Request { repeated ResourceSpans resource_spans = 1; }
  message ResourceSpans { Resource resource = 1; repeated ScopeSpans scope_spans = 2; }
  message Resource { repeated KeyValue attributes = 1; }
  message ScopeSpans { repeated Span spans = 2; }
  message Span {
    bytes trace_id = 1; bytes span_id = 2; bytes parent_span_id = 4; string name = 5; int32 kind = 6;
    fixed64 start_time_unix_nano = 7; fixed64 end_time_unix_nano = 8; repeated KeyValue attributes = 9; Status status = 15;
  }
  message Status { string message = 2; int32 code = 3; }
  message KeyValue { string key = 1; AnyValue value = 2; }
  message AnyValue { oneof value { string string_value = 1; bool bool_value = 2; int64 int_value = 3; double double_value = 4; } }
`);
const requestType = root.lookupType('Request');

interface KeyValue {
  readonly key: string;
  readonly value: Readonly<Record<string, string | number | boolean>>;
}

interface Request {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly KeyValue[] };
    readonly scopeSpans: readonly { readonly spans: readonly RawSpan[] }[];
  }[];
}

interface RawSpan {
  readonly traceId: Buffer;
  readonly spanId: Buffer;
  readonly parentSpanId?: Buffer;
  readonly name: string;
  readonly kind: number;
  readonly attributes?: readonly KeyValue[];
  readonly status?: { readonly code?: number; readonly message?: string };
}

type Attributes = Readonly<Record<string, string | number | boolean>>;

const kinds = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'] as const;

/** A span as it came in. */
export interface CollectedSpan {
  readonly traceId: string;
  readonly spanId: string;
  /** null: the first of its trace. */
  readonly parentId: string | null;
  readonly name: string;
  readonly kind: (typeof kinds)[number];
  readonly attributes: Attributes;
  readonly failed: boolean;
  readonly resource: Attributes;
}

const attributesOf = (pairs: readonly KeyValue[] = []): Attributes =>
  Object.fromEntries(pairs.map(({ key, value }) => [key, Object.values(value)[0] ?? '']));

/** Takes traces as OTLP over HTTP, as a collector does. */
export class TraceCollector {
  readonly spans: CollectedSpan[] = [];
  /** What came in, as text: for looking whether something is in it wherever it may stand. */
  text = '';
  readonly requests: { readonly path: string; readonly headers: Readonly<Record<string, unknown>> }[] = [];
  /** What it answers with. */
  status = 200;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<TraceCollector> {
    const server = createServer();
    const collector = new TraceCollector(server);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        collector.requests.push({ path: request.url ?? '', headers: request.headers });
        if (collector.status === 200) collector.take(Buffer.concat(chunks));
        response.writeHead(collector.status, { 'content-type': 'application/x-protobuf' }).end();
      });
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    return collector;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The spans inside one, by name, in the order in which they ended. */
  childrenOf({ spanId }: CollectedSpan): readonly CollectedSpan[] {
    return this.spans.filter(({ parentId }) => parentId === spanId);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((closed) => this.server.close(closed));
  }

  private take(body: Buffer): void {
    this.text += body.toString('latin1');
    const { resourceSpans } = requestType.toObject(requestType.decode(body), { longs: Number }) as Request;
    for (const { resource, scopeSpans } of resourceSpans)
      for (const { spans } of scopeSpans)
        for (const { traceId, spanId, parentSpanId, name, kind, attributes, status } of spans)
          this.spans.push({
            traceId: Buffer.from(traceId).toString('hex'),
            spanId: Buffer.from(spanId).toString('hex'),
            parentId: parentSpanId === undefined ? null : Buffer.from(parentSpanId).toString('hex'),
            name,
            kind: kinds[kind] ?? 'unspecified',
            attributes: attributesOf(attributes),
            failed: status?.code === 2,
            resource: attributesOf(resource.attributes),
          });
  }
}
