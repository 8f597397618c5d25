import type { FastifyReply } from 'fastify';
import type { CountersignError } from '../errors/countersign-error.js';
import { type ProblemDocument, problemDocument } from '../errors/problem-document.js';

/** Headers of every problem answer. */
export const problemHeaders = {
  'content-type': 'application/problem+json; charset=utf-8',
  'cache-control': 'no-store',
} as const;

/** Answers an error as RFC 9457 problem+json. @param publicUrl base of the `type` address */
export function sendProblem(reply: FastifyReply, error: CountersignError, publicUrl: string): ProblemDocument {
  const problem = problemDocument(error, publicUrl, reply.request.id);
  void reply
    .status(problem.status)
    .headers({ ...problemHeaders, ...error.headers })
    .send(JSON.stringify(problem));
  return problem;
}
