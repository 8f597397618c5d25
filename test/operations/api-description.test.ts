import { describe, expect, test } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { ApiDescription } from '../../src/operations/api-description.js';

const document: OpenAPIObject = { openapi: '3.1.1', info: { title: 'Countersign', version: '1' }, paths: {} };

describe('the description of the API', () => {
  test('is made when it is first asked for, and only then', async () => {
    let made = 0;
    const description = new ApiDescription();
    description.describeWith(() => {
      made += 1;
      return Promise.resolve(document);
    });
    expect(made).toBe(0);
    expect(await description.document()).toBe(document);
    expect(await description.document()).toBe(document);
    expect(made).toBe(1);
  });

  test('cannot be read before the service has started', () => {
    expect(() => new ApiDescription().document()).toThrow('once the service has started');
  });
});
