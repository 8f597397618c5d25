import type { Settings } from '../config/settings.js';
import type { Tracer } from './span.js';

/**
 * Begins to trace where a collector is named. The library is loaded only then.
 * @param failed told that spans could not be sent, at most once a minute
 * @returns null: traces are off
 * @throws Error when the certificate of the collector's authority cannot be read
 */
export async function startTracing(settings: Settings, failed: (error: unknown) => void): Promise<Tracer | null> {
  const url = collectorOf(settings);
  if (url === null) return null;
  const { OpenTelemetryTracer } = await import('./open-telemetry.js');
  return new OpenTelemetryTracer({
    url,
    headers: settings.OTEL_EXPORTER_OTLP_HEADERS,
    caFile: settings.OTEL_EXPORTER_OTLP_CERTIFICATE,
    resource: { ...settings.OTEL_RESOURCE_ATTRIBUTES, 'service.name': serviceName(settings) },
    sampler: settings.OTEL_TRACES_SAMPLER,
    ratio: settings.OTEL_TRACES_SAMPLER_ARG,
    failed,
  });
}

/** `OTEL_SERVICE_NAME` comes before the resource attribute of that meaning (OpenTelemetry, SDK environment variables). */
const serviceName = ({ OTEL_SERVICE_NAME, OTEL_RESOURCE_ATTRIBUTES }: Settings): string =>
  OTEL_SERVICE_NAME ?? OTEL_RESOURCE_ATTRIBUTES['service.name'] ?? 'countersign';

/** OpenTelemetry Protocol Exporter, "Endpoint URLs for OTLP/HTTP": the one for traces as it is, the one for all with the path of traces. */
function collectorOf(settings: Settings): string | null {
  if (settings.OTEL_SDK_DISABLED) return null;
  const { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: exact, OTEL_EXPORTER_OTLP_ENDPOINT: base } = settings;
  if (exact !== undefined) return exact;
  return base === undefined ? null : `${base.replace(/\/+$/, '')}/v1/traces`;
}
