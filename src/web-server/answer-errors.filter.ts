import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { asUnavailable } from '../database/as-unavailable.js';
import { CountersignError } from '../errors/countersign-error.js';
import { withCorrelationId } from '../http/correlation.js';
import { asCountersignError } from '../http/problem.filter.js';
import { refusedMediaType } from './refused-media-type.js';
import { isSignerRoute } from './signer-routes.js';
import { traceAnswer } from './trace-requests.js';

/** Where the authorization server meets people: what fails before it answers by itself is a page for them too. */
const OF_BROWSERS = /^\/oauth\/(?:auth|session\/end)(?:[/?]|$)/;

/** A body whose sender went away: a connection that broke, though not one of ours. Nobody is left to read the answer. */
function broken(thrown: unknown, { raw }: FastifyRequest): CountersignError | null {
  const detail = 'The connection ended before the request was complete';
  return raw.errored !== null && raw.errored === thrown ? new CountersignError('request.malformed', { detail }) : null;
}

/** A body of a type that Fastify has no parser for, in words of ours. */
function unread(thrown: unknown, request: FastifyRequest): CountersignError | null {
  const { code } = asCountersignError(thrown);
  return code === 'request.unsupported_media_type' && !(thrown instanceof CountersignError)
    ? refusedMediaType(request)
    : null;
}

/**
 * Answers errors that no controller answers, those before a controller among them: a page for people, a problem for programs.
 * It runs in the request's context again, which is lost where reading a body fails.
 */
@Catch()
export class AnswerErrors implements ExceptionFilter {
  constructor(
    private readonly problems: ExceptionFilter,
    private readonly pages: ExceptionFilter,
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): unknown {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const error = broken(thrown, request) ?? asUnavailable(thrown) ?? unread(thrown, request) ?? thrown;
    traceAnswer(request, asCountersignError(error).code);
    return withCorrelationId(request.id, (): unknown => {
      const forPeople =
        (isSignerRoute(request.url) || (OF_BROWSERS.test(request.url) && !request.is404)) &&
        (request.method === 'GET' || request.method === 'POST');
      if (!forPeople) return this.problems.catch(error, host);
      // A link that lost its end on the way is a link to the signer, not an address of an API.
      return this.pages.catch(request.is404 ? new CountersignError('sign_in.link_unknown') : error, host);
    });
  }
}
