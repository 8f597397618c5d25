import { expect, test } from '@jest/globals';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import { StaleWriteError } from '../../src/database/write-together.js';
import { AnswerErrors } from '../../src/web-server/answer-errors.filter.js';

/** A request of a program, of which the filter reads no more than this. */
const hostOf = (errored: Error | null) =>
  ({
    switchToHttp: () => ({
      getRequest: () => ({ id: 'request-1', url: '/v1/signer-authentications', method: 'POST', raw: { errored } }),
    }),
  }) as unknown as ArgumentsHost;

function answered(thrown: unknown, errored: Error | null = null): unknown {
  const answers: unknown[] = [];
  const keep: ExceptionFilter = { catch: (error: unknown) => answers.push(error) };
  new AnswerErrors(keep, keep).catch(thrown, hostOf(errored));
  return answers[0];
}

test.each([
  ['a database that cannot be reached', Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }), /database/],
  [
    'a step that has lost to others every time',
    new StaleWriteError('stream', { cause: new Error('40001') }),
    /same envelope/,
  ],
])('%s is answered as something that passes, with a time to come back', (_what, thrown, detail) => {
  expect(answered(thrown)).toMatchObject({
    code: 'service.unavailable',
    detail: expect.stringMatching(detail),
    headers: { 'retry-after': '5' },
    cause: thrown,
  });
});

test('anything else stays what it is', () => {
  const thrown = new Error('unexpected');
  expect(answered(thrown)).toBe(thrown);
});

test('a sender who went away within the body is not taken for a database that did', () => {
  const aborted = Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
  expect(answered(aborted, aborted)).toMatchObject({ code: 'request.malformed' });
});
