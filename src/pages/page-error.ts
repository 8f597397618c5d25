import type { Logger } from '@nestjs/common';
import { asUnavailable } from '../database/as-unavailable.js';
import { catalogueEntry } from '../errors/catalogue.js';
import type { CountersignError } from '../errors/countersign-error.js';
import { asCountersignError } from '../http/problem.filter.js';
import { signerStatus } from './send-page.js';

/** What stopped somebody on their way through pages. */
interface PageError {
  readonly error: CountersignError;
  /** Of the page. Never 500; 503 where the answer says when to come again. */
  readonly status: number;
  /** After how many seconds it is worth trying again, as `Retry-After` says; null: nobody knows. */
  readonly waitSeconds: number | null;
}

/** Finds the error that a page has to explain, and logs it: as an error where it is ours to mend. */
export function pageErrorOf(thrown: unknown, logger: Logger): PageError {
  const error = asUnavailable(thrown) ?? asCountersignError(thrown);
  const { code, detail, headers } = error;
  const { status } = catalogueEntry(code);
  if (status >= 500) logger.error({ code, error: thrown }, 'A request failed');
  else logger.log({ code, detail }, 'A page says why it does not go on');
  const waitSeconds = secondsIn(headers['retry-after']);
  return { error, status: waitSeconds === null ? signerStatus(status) : status, waitSeconds };
}

/** @param retryAfter header `Retry-After` of an answer of ours: in seconds, never a date */
export function secondsIn(retryAfter: string | undefined): number | null {
  const seconds = Number(retryAfter ?? '');
  return seconds > 0 ? seconds : null;
}
