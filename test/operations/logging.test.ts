import { describe, expect, test } from '@jest/globals';
import { QueryFailedError } from 'typeorm';
import { withCorrelationId } from '../../src/http/correlation.js';
import { loggedError, makeLogger } from '../../src/operations/logging.js';
import { NestLogger } from '../../src/operations/nest-logger.js';
import { LogLines } from '../support/service/log-lines.js';

function logger(level: 'info' | 'debug' = 'info') {
  const lines = new LogLines();
  return { lines, pino: makeLogger({ LOG_LEVEL: level }, lines) };
}

describe('a logged error', () => {
  test('keeps kind, message, code and causes', () => {
    const cause = Object.assign(new TypeError('inner'), { code: 'E_INNER' });
    expect(loggedError(new Error('outer', { cause }))).toMatchObject({
      type: 'Error',
      message: 'outer',
      cause: { type: 'TypeError', message: 'inner', code: 'E_INNER' },
    });
  });

  test('leaves out what libraries hang on it: parameters of a query, headers of a call', () => {
    const query = new QueryFailedError('SELECT $1', ['secret-parameter'], new Error('failed'));
    const call = Object.assign(new Error('call'), { request: { headers: { authorization: 'secret-header' } } });
    for (const error of [query, call]) {
      const { lines, pino } = logger();
      pino.error({ err: error, error }, 'failed');
      expect(lines.text).not.toContain('secret-');
      expect(lines.text).toContain('"message"');
    }
  });

  test('ends, also where causes go round in a circle or nothing was thrown but text', () => {
    const circle = new Error('circle');
    circle.cause = circle;
    expect(JSON.stringify(loggedError(circle)).length).toBeLessThan(20_000);
    expect(loggedError('text')).toEqual({ message: 'text' });
    expect(loggedError({ secret: 1 })).toEqual({ message: 'a thrown object' });
  });
});

describe('a log line', () => {
  test('has level, time and the correlation id of what is running', () => {
    const { lines, pino } = logger();
    withCorrelationId('b7a0f3f2-0000-4000-8000-000000000000', () => {
      pino.warn('careful');
    });
    pino.info('alone');
    expect(lines.lines).toMatchObject([
      { level: 'warn', msg: 'careful', correlationId: 'b7a0f3f2-0000-4000-8000-000000000000' },
      { level: 'info', msg: 'alone' },
    ]);
    expect(lines.lines[1]).not.toHaveProperty('correlationId');
    expect(Date.parse(String(lines.lines[0]?.['time']))).not.toBeNaN();
  });

  test('hides what is named like a secret, wherever it came from', () => {
    const { lines, pino } = logger();
    pino.info({ headers: { authorization: 'secret-a', cookie: 'secret-b' }, data: { password: 'secret-c' } }, 'x');
    expect(lines.text).not.toContain('secret-');
  });
});

describe("the framework's logger", () => {
  test('keeps its wiring for those who look for it', () => {
    const { lines, pino } = logger();
    const nest = new NestLogger(pino);
    nest.log('Mapped {/v1/tenants, GET} route', 'RouterExplorer');
    nest.log('something of a feature', 'Feature');
    expect(lines.lines).toMatchObject([{ level: 'info', context: 'Feature', msg: 'something of a feature' }]);
  });

  test.each([
    ['fatal', 'fatal'],
    ['error', 'error'],
    ['warn', 'warn'],
    ['log', 'info'],
    ['debug', 'debug'],
  ] as const)('writes %s as level %s, texts, objects and errors alike', (method, level) => {
    const { lines, pino } = logger('debug');
    const nest = new NestLogger(pino);
    nest[method]('text', 'Context');
    nest[method]({ code: 'request.invalid' }, 'Context');
    nest[method]({ listener: 'crm' }, 'It is sent nothing more', 'Context');
    nest[method](new Error('broken'), 'Context');
    expect(lines.lines).toMatchObject([
      { level, context: 'Context', msg: 'text' },
      { level, context: 'Context', code: 'request.invalid' },
      { level, context: 'Context', listener: 'crm', msg: 'It is sent nothing more' },
      { level, context: 'Context', msg: 'broken', error: { message: 'broken' } },
    ]);
  });
});
