import { catalogueEntry, type ErrorCode, stepOf } from './catalogue.js';
import type { CountersignError, Fault } from './countersign-error.js';

/** RFC 9457 problem details with the members that this API adds. */
export interface ProblemDocument {
  /** Opens the page that explains the code. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ErrorCode;
  readonly step: string;
  readonly remedy: string;
  readonly errors?: readonly Fault[];
  /** The correlation id that the log and the trail carry. */
  readonly instance: string;
}

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
    instance: `urn:uuid:${correlationId}`,
  };
}
