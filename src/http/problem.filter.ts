import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Settings } from '../config/settings.js';
import type { ErrorCode } from '../errors/catalogue.js';
import { CountersignError } from '../errors/countersign-error.js';
import { sendProblem } from './send-problem.js';

const codeOfStatus: Readonly<Record<number, ErrorCode>> = {
  400: 'request.malformed',
  401: 'access.key_missing',
  403: 'access.scope_missing',
  404: 'request.not_found',
  405: 'request.method_not_allowed',
  406: 'request.not_acceptable',
  408: 'request.timeout',
  413: 'request.too_large',
  // The router's word for a part of a path that is longer than any name.
  414: 'request.not_found',
  415: 'request.unsupported_media_type',
  429: 'request.too_many',
  431: 'request.headers_too_large',
  503: 'service.unavailable',
};

/** Statuses whose message of the framework says less than the catalogue, or repeats an address that may hold a sign-in token. */
const withoutDetail = new Set([404, 414, 415]);

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
  if (status === null || code === undefined) return new CountersignError('service.failed', { cause: error });
  const tells = status < 500 && !withoutDetail.has(status) && error instanceof Error;
  return new CountersignError(code, { cause: error, ...(tells ? { detail: error.message } : {}) });
}

/** Answers every error as RFC 9457 problem+json. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  /** @param methodsOf the methods of a path; empty when there is no such path */
  constructor(
    private readonly settings: Pick<Settings, 'PUBLIC_URL'>,
    private readonly methodsOf: (path: string) => readonly string[],
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const error = this.unrouted(http.getRequest<FastifyRequest>()) ?? asCountersignError(thrown);
    const problem = sendProblem(http.getResponse<FastifyReply>(), error, this.settings.PUBLIC_URL);
    if (problem.status >= 500) this.logger.error({ code: error.code, error: thrown }, 'A request failed');
  }

  /** What the router does not know is another method of an address that there is, or no address at all. */
  private unrouted(request: FastifyRequest): CountersignError | null {
    if (!request.is404) return null;
    const methods = this.methodsOf(request.url.split('?', 1)[0] ?? '');
    if (methods.length === 0) return new CountersignError('request.no_such_address');
    const allow = methods.join(', ');
    return new CountersignError('request.method_not_allowed', {
      detail: `This address has ${allow}`,
      headers: { allow },
    });
  }
}
