import { type DestinationStream, type Logger, pino } from 'pino';
import type { Settings } from '../config/settings.js';
import { correlationIdIfAny } from '../http/correlation.js';
import { activeSpan } from '../tracing/active-span.js';

/** Lines are written when there are so many bytes of them, and at the latest after so many milliseconds. */
const GATHERED_BYTES = 8 * 1024;
const GATHERED_MS = 100;

/** How deep a chain of causes is followed. */
const DEEPEST_CAUSE = 5;

/**
 * What the log says of an error: its kind, message, code, stack and causes. Nothing else that a library hung on it, because
 * drivers attach query parameters and HTTP clients attach headers and bodies.
 */
export function loggedError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return { message: typeof error === 'string' ? error : `a thrown ${typeof error}` };
  const code: unknown = (error as { code?: unknown }).code;
  return {
    type: error.name,
    message: error.message,
    ...(typeof code === 'string' ? { code } : {}),
    stack: error.stack,
    ...(error.cause === undefined || depth >= DEEPEST_CAUSE ? {} : { cause: loggedError(error.cause, depth + 1) }),
  };
}

/** Libraries write errors as `err`, which is their word for it. */
function withOneNameForErrors(line: Record<string, unknown>): Record<string, unknown> {
  if (!('err' in line)) return line;
  const { err, ...others } = line;
  return { ...others, error: err };
}

/** Names that hold a secret wherever they appear; a second net, since nothing should log them in the first place. */
const secretNames = [
  'authorization',
  'cookie',
  'set-cookie',
  'clientSecret',
  'password',
  'key',
  'token',
  'code',
  'state',
];

/**
 * The structured log: one JSON object per line, with the correlation id of the request or job that is running.
 *
 * @param destination where lines go; default standard output
 */
export function makeLogger(settings: Pick<Settings, 'LOG_LEVEL'>, destination?: DestinationStream): Logger {
  const options = {
    level: settings.LOG_LEVEL,
    base: { service: 'countersign' },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }), log: withOneNameForErrors },
    mixin: () => {
      const correlationId = correlationIdIfAny();
      const span = activeSpan();
      return {
        ...(correlationId === undefined ? {} : { correlationId }),
        // The names of OpenTelemetry, "Trace Context in non-OTLP Log Formats".
        ...(span === undefined ? {} : { trace_id: span.traceId, span_id: span.spanId }),
      };
    },
    serializers: { error: loggedError },
    redact: {
      paths: secretNames.flatMap((name) => [`headers["${name}"]`, `req["${name}"]`, `data["${name}"]`]),
      censor: '[redacted]',
    },
  };
  // Not waited for, and gathered: a system call per request on the one thread that serves them. What is left is written at exit.
  const gathered = { dest: 1, sync: false, minLength: GATHERED_BYTES, periodicFlush: GATHERED_MS };
  return pino(options, destination ?? pino.destination(gathered));
}
