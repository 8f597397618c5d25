import { z } from 'zod';

const text = z.string();
const uuid = z.uuid();

/** What the log says of an error: nothing that a library hung on it. */
const error = z.strictObject({
  type: text.optional(),
  message: text,
  code: text.optional(),
  stack: text.optional(),
  get cause() {
    return error.optional();
  },
});

/**
 * Everything that a line of the log may have, with its meaning; docs/logging.md has the same table, and every line that a test's service
 * writes is held to it. A closed list, because a log is read by others than the trail: whoever adds a field says here what it is.
 */
export const logFields = z.strictObject({
  level: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal']).describe('how much it concerns an operator'),
  time: z.iso.datetime({ precision: 3 }).describe('when it was written, UTC with milliseconds'),
  service: z.literal('countersign').describe('always `countersign`'),
  msg: text.describe('what happened, in English; `request` is the one line of each request'),
  context: text.optional().describe('which part of the service says so; absent: the web server'),
  correlationId: uuid
    .optional()
    .describe(
      'of the request, or of one run of a job; the same as `X-Request-Id`, `instance` of a problem, and in events',
    ),
  trace_id: text.optional().describe('trace that the line belongs to, where traces are on'),
  span_id: text.optional().describe('span within it'),
  method: text.optional().describe('method of a request'),
  route: text.optional().describe('route pattern of a request, never its address; `(none)` where no route was found'),
  status: z
    .int()
    .optional()
    .describe('status of the answer; 499: whoever asked left before its end, and nobody was sent that'),
  durationMs: z.number().optional().describe('milliseconds from the request to the end of the answer'),
  code: text.optional().describe('error code, see [errors.md](errors.md)'),
  detail: text
    .optional()
    .describe('what exactly was wrong, as the answer says it; of a client that could not authenticate more than that'),
  error: error
    .optional()
    .describe('an error of ours or of a library: `type`, `message`, `code`, `stack`, and its `cause`, likewise'),
  tenantId: uuid.optional().describe('the tenant that it is about'),
  client: text.optional().describe('id of the OAuth client that it is about'),
  target: z
    .strictObject({ kind: text, id: text })
    .optional()
    .describe('who is called: `kind` (`provider`, `listener`, `external-authentication`) and `id`'),
  circuit: z.enum(['closed', 'half_open', 'open']).optional().describe('whether calls there are paused (`open`)'),
  listener: text.optional().describe('name of a listener'),
  why: text.optional().describe('why nothing more is sent to it'),
  count: z.int().optional().describe('how many events listeners have that the log has lost'),
  leaves: z.array(z.unknown()).optional().describe('the first of them'),
  erasure: text.optional().describe('id of an erasure that was carried out again'),
  mail: text.optional().describe('id of a mail'),
  signal: text.optional().describe('signal that the process was sent'),
});
