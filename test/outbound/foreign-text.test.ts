import { describe, expect, it } from '@jest/globals';
import { quoteForeign, quoteProviderError } from '../../src/outbound/foreign-text.js';

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

describe("a provider's words in a detail", () => {
  it.each([
    ['a secret in clear', 'got s3cret', 'got [redacted]'],
    ['a secret percent-encoded', 'got a%2Fb', 'got [redacted]'],
    ['client credentials as they were sent', `got ${basic('sign:other')} for it`, 'got Basic [redacted] for it'],
    ['client credentials after many blanks', `BASIC   ${basic('sign:other').slice(6)} sent`, 'BASIC   [redacted] sent'],
    ['a scheme that is only named', 'Basic authentication failed', 'Basic authentication failed'],
    ['a JWT', 'got eyJhbGciOiJSUzI1NiJ9.e30.c2ln as assertion', 'got [redacted] as assertion'],
    ['control characters and line breaks', 'one\r\nSet-Cookie: a\u0000b', 'one Set-Cookie: a b'],
    ['a direction override', '\u202Eevil', 'evil'],
  ])('are shown without what must not be repeated: %s', (_name, text, shown) => {
    expect(quoteForeign(text, ['s3cret', 'a/b', null])).toBe(`"${shown}"`);
  });

  it('are cut', () => {
    expect(quoteForeign('x'.repeat(1_000_000))).toBe(`"${'x'.repeat(500)}…"`);
    expect(quoteForeign(`${'x'.repeat(499)}😀y`)).toBe(`"${'x'.repeat(499)}…"`);
  });

  it.each([
    ['a code alone', 'invalid_grant', undefined, 'error "invalid_grant"', null],
    [
      'a code with a description',
      'invalid_grant',
      'John Doe is unknown',
      'error "invalid_grant"',
      '"John Doe is unknown"',
    ],
    ["a vendor's code", 'urn:idp:error/locked-out', undefined, 'error "urn:idp:error/locked-out"', null],
    ['a sentence in place of a code', 'John Doe is unknown', undefined, 'error', '"John Doe is unknown"'],
    ['an address in place of a code', 'john@example.com', 'is locked', 'error', '"john@example.com": "is locked"'],
    ['a description that is no text', 'invalid_grant', { user: 'John' }, 'error "invalid_grant"', null],
  ])(
    'are kept apart from the error code, because they may be about a person: %s',
    (_name, error, description, seen, said) => {
      expect(quoteProviderError(error, description)).toEqual({ seen, said });
    },
  );
});
