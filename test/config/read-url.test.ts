import { describe, expect, it } from '@jest/globals';
import { readUrl } from '../../src/config/read-url.js';

describe('reading a URL', () => {
  it.each([
    ['https://idp.example/a?b=c', 'https://idp.example/a?b=c'],
    ['https://bücher.example', 'https://xn--bcher-kva.example/'],
    ['idp.example', undefined],
    ['', undefined],
  ])('of %j gives %j', (text, href) => {
    expect(readUrl(text)?.href).toBe(href);
  });

  it('goes on saying the same however often it was asked', () => {
    for (let asked = 0; asked < 100_000; asked += 1) readUrl(`https://idp.example/${asked}`);
    expect(readUrl('https://bücher.example')?.host).toBe('xn--bcher-kva.example');
  });
});
