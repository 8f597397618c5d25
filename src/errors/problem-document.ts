import { z } from 'zod';
import { catalogue, catalogueEntry, type ErrorCode, stepOf } from './catalogue.js';
import type { CountersignError } from './countersign-error.js';

/** RFC 9457 problem details with the members that this API adds. */
export const problemSchema = z
  .object({
    type: z.url().meta({ description: 'Opens the page that explains the code.' }),
    title: z.string().meta({ description: 'The same for every occurrence.' }),
    status: z.int(),
    detail: z.string().meta({ description: 'What was seen and what was expected this time.' }),
    code: z.enum(Object.keys(catalogue) as [ErrorCode, ...ErrorCode[]]),
    step: z.string().meta({ description: 'The step that failed: the part of the code before its dot.' }),
    remedy: z.string().meta({ description: 'What to do about it.' }),
    errors: z
      .array(z.object({ path: z.string().meta({ examples: ['$.resources[0].uri'] }), message: z.string() }))
      .readonly()
      .optional()
      .meta({ description: 'Every fault of the request, not the first.' }),
    instance: z.string().meta({ description: 'The correlation id that the log and the trail carry, a UUID.' }),
  })
  .meta({ id: 'Problem' });

export type ProblemDocument = Readonly<z.infer<typeof problemSchema>>;

/** @param publicUrl base of the `type` address, without a trailing slash */
export function problemDocument(error: CountersignError, publicUrl: string, correlationId: string): ProblemDocument {
  const entry = catalogueEntry(error.code);
  return {
    type: `${publicUrl}/errors/${error.code}`,
    title: entry.title,
    status: entry.status,
    detail: error.detail ?? entry.cause,
    code: error.code,
    step: stepOf(error.code),
    remedy: entry.remedy,
    ...(error.faults.length > 0 ? { errors: error.faults } : {}),
    instance: correlationId,
  };
}
