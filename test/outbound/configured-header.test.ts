import { expect, test } from '@jest/globals';
import { configuredHeaderNameSchema, configuredHeaderValueSchema } from '../../src/outbound/configured-header.js';

test.each([
  ...['Authorization', 'Proxy-Authorization', 'proxy-anything', 'Cookie', 'Host', 'Content-Type', 'Content-Length'],
  ...['Accept-Encoding', 'Transfer-Encoding', 'TE', 'Trailer', 'Upgrade', 'Expect', 'Connection', 'DPoP', 'Forwarded'],
  ...['X-Forwarded-For', 'Client-Cert', 'Client-Cert-Chain', 'X-SSL-Client-Verify', 'webhook-id', 'WEBHOOK-SIGNATURE'],
  ...['X-DocuSign-Signature-1', 'X-Authorization-Digest', 'traceparent', 'a b', 'a:b', 'ä', ''],
])('an admin may not set the header %s', (name) => {
  expect(configuredHeaderNameSchema.safeParse(name).success).toBe(false);
});

test.each(['X-Api-Key', 'Accept', 'X-Host', 'X-Cookie-Free', 'Prefer'])('an admin may set the header %s', (name) => {
  expect(configuredHeaderNameSchema.safeParse(name).success).toBe(true);
});

test.each(['', ' a', 'a ', 'a\r\nX-Injected: 1', 'a\nb', 'a\tb', 'ä', '\u0000'])('a value %j is refused', (value) => {
  expect(configuredHeaderValueSchema.safeParse(value).success).toBe(false);
});

test('a value may have blanks within', () => {
  expect(configuredHeaderValueSchema.safeParse('Key 1234').success).toBe(true);
});
