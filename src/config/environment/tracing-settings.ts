import { z } from 'zod';
import { readUrl } from '../read-url.js';
import { flag, list, readableFile } from './formats.js';

/** Which traces are kept (OpenTelemetry, SDK environment variables, `OTEL_TRACES_SAMPLER`). */
const samplerNames = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;

export type SamplerName = (typeof samplerNames)[number];

/** Whom we call with the id of our trace. */
export const traceReaders = ['listeners', 'external-authentications', 'providers'] as const;

const collector = z.string().refine(
  (text) => {
    const url = readUrl(text);
    return (
      url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.search === '' && url.hash === ''
    );
  },
  { error: 'expected an http or https URL without user name, query and fragment' },
);

/** `name=value,name=value`, percent-encoded as W3C Baggage has it. */
const pairs = z.string().transform((text, context): Readonly<Record<string, string>> => {
  try {
    return Object.fromEntries(
      text
        .split(',')
        .filter((part) => part.trim() !== '')
        .map((part) => {
          const [, name, value] = /^\s*([^=\s]+)\s*=(.*)$/.exec(part) ?? [];
          if (name === undefined || value === undefined) throw new URIError(part);
          return [decodeURIComponent(name), decodeURIComponent(value.trim())] as const;
        }),
    );
  } catch {
    // Not what was given: it may be a secret.
    context.addIssue(
      'expected name=value pairs, comma-separated, other characters than letters and digits percent-encoded',
    );
    return z.NEVER;
  }
});

/** Where traces go, by the names that OpenTelemetry gives these variables. */
export const tracingSettings = {
  OTEL_EXPORTER_OTLP_ENDPOINT: collector.optional().meta({
    description:
      'Collector that takes traces as OTLP over HTTP, e.g. `http://collector:4318`; `/v1/traces` is added. Unset: nothing is traced.',
  }),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: collector
    .optional()
    .meta({ description: 'The whole address for traces, in place of `OTEL_EXPORTER_OTLP_ENDPOINT`.' }),
  OTEL_EXPORTER_OTLP_HEADERS: pairs.default({}).meta({
    description: 'Headers for the collector, `name=value,name=value`, percent-encoded. One may be a secret.',
  }),
  OTEL_EXPORTER_OTLP_CERTIFICATE: readableFile
    .optional()
    .meta({ description: 'PEM of a private CA that alone is trusted for the collector; unset: the public CAs.' }),
  OTEL_EXPORTER_OTLP_PROTOCOL: z
    .literal('http/protobuf', { error: 'expected http/protobuf; a collector takes it at port 4318' })
    .default('http/protobuf')
    .meta({ description: 'How traces are sent; there is one way.' }),
  OTEL_SERVICE_NAME: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'Name of the service in traces; default `countersign`.' }),
  OTEL_RESOURCE_ATTRIBUTES: pairs.default({}).meta({
    description:
      'What traces say of the instance, e.g. `deployment.environment.name=production,service.instance.id=a`.',
  }),
  OTEL_TRACES_SAMPLER: z
    .enum(samplerNames, { error: `expected one of ${samplerNames.join(', ')}` })
    .default('parentbased_always_on')
    .meta({ description: `Which traces are kept: ${samplerNames.map((name) => `\`${name}\``).join(', ')}.` }),
  OTEL_TRACES_SAMPLER_ARG: z.coerce
    .number({ error: 'expected a number from 0 to 1' })
    .min(0, { error: 'expected a number from 0 to 1' })
    .max(1, { error: 'expected a number from 0 to 1' })
    .default(1)
    .meta({ description: 'Share of traces that the samplers by ratio keep, 0 to 1.' }),
  OTEL_SDK_DISABLED: flag.default(false).meta({ description: 'Turns traces off, whatever else is set.' }),
  TRACE_CONTEXT_SENT_TO: list
    .pipe(z.array(z.enum(traceReaders, { error: `expected some of ${traceReaders.join(', ')}` })))
    .default(['listeners'])
    .meta({
      description:
        'Whose requests from us carry `traceparent` (W3C Trace Context), comma-separated: `listeners`, `external-authentications` (their token endpoints), `providers`.',
    }),
};
