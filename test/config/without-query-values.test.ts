import { describe, expect, it } from '@jest/globals';
import { withoutQueryValues } from '../../src/config/without-query-values.js';

describe('a configured URL without the values of its query', () => {
  it.each([
    ['https://api.example/me', 'https://api.example/me'],
    ['https://api.example/me?key=s3cret&fields=id', 'https://api.example/me?key=…&fields=…'],
    ['https://api.example/me?key=s3=cret', 'https://api.example/me?key=…'],
    ['https://api.example/me?s3cret', 'https://api.example/me?…'],
    ['https://api.example/me?key=s3cret#part', 'https://api.example/me?key=…'],
    ['https://api.example/me?key=s3cret?s3cret', 'https://api.example/me?key=…'],
  ])('of %j is %j', (url, shown) => {
    expect(withoutQueryValues(url)).toBe(shown);
  });
});
