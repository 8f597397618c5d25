import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Inject, Logger } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Settings } from '../config/settings.js';
import { SETTINGS } from '../config/settings.token.js';
import type { ErrorCode } from '../errors/catalogue.js';
import { CountersignError } from '../errors/countersign-error.js';
import { problemDocument } from '../errors/problem-document.js';
import { correlationId } from './correlation.js';

const codeOfStatus: Readonly<Record<number, ErrorCode>> = {
  400: 'request.malformed',
  401: 'access.key_missing',
  403: 'access.scope_missing',
  404: 'request.not_found',
  405: 'request.method_not_allowed',
  406: 'request.not_acceptable',
  413: 'request.too_large',
  414: 'request.too_large',
  415: 'request.unsupported_media_type',
  429: 'request.too_many',
  431: 'request.malformed',
  503: 'service.unavailable',
};

function statusOf(error: unknown): number | null {
  if (error instanceof HttpException) return error.getStatus();
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return null;
  return typeof error.statusCode === 'number' ? error.statusCode : null;
}

/** Makes every thrown thing a `CountersignError`: the framework's by status, the unexpected a `service.failed` without detail. */
export function asCountersignError(error: unknown): CountersignError {
  if (error instanceof CountersignError) return error;
  const status = statusOf(error);
  const code = status === null ? undefined : codeOfStatus[status];
  if (code === undefined) return new CountersignError('service.failed', { cause: error });
  const message = status !== null && status < 500 && error instanceof Error ? error.message : undefined;
  return new CountersignError(code, { cause: error, ...(message === undefined ? {} : { detail: message }) });
}

/** Answers every error as RFC 9457 problem+json. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  constructor(@Inject(SETTINGS) private readonly settings: Settings) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const error = asCountersignError(thrown);
    const problem = problemDocument(error, this.settings.PUBLIC_URL, correlationId());
    if (problem.status >= 500) this.logger.error({ code: error.code, error: thrown });
    void host
      .switchToHttp()
      .getResponse<FastifyReply>()
      .status(problem.status)
      .headers({
        'content-type': 'application/problem+json; charset=utf-8',
        'cache-control': 'no-store',
        ...error.headers,
      })
      .send(JSON.stringify(problem));
  }
}
