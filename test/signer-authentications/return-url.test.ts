import { describe, expect, it } from '@jest/globals';
import { contentSecurityPolicy } from '../../src/pages/content-security-policy.js';
import { returnAddress, returnUrlSchema } from '../../src/signer-authentications/handback/return-url.js';

const ours = 'signer_authentication=id&status=succeeded&handback=code';

describe('a return URL', () => {
  it.each([
    ['has no query', 'https://workflow.example/after', `/after?${ours}`],
    ['has an empty query', 'https://workflow.example/after?', `/after?${ours}`],
    [
      'has a query that the workflow signed',
      'https://workflow.example/a?x=b%20c&s=%2f~*&flag',
      `/a?x=b%20c&s=%2f~*&flag&${ours}`,
    ],
    ['has parameters of our names', 'https://workflow.example/a?status=x&a=1&handback=y&status=z', `/a?a=1&${ours}`],
    ['has our names in another spelling', 'https://workflow.example/a?st%61tus=x&%68andback', `/a?${ours}`],
    ['has percent signs that mean nothing', 'https://workflow.example/a?%zz', `/a?%zz&${ours}`],
    ['has a name like ours', 'https://workflow.example/a?Status=x&status_=y', `/a?Status=x&status_=y&${ours}`],
  ])('that %s keeps every other parameter as it was written', (_what, returnUrl, expected) => {
    expect(returnAddress(returnUrl, 'id', 'succeeded', 'code')).toBe(`https://workflow.example${expected}`);
  });

  it.each([
    'https://workflow.example',
    'https://workflow.example:8443/',
    'https://xn--mnchen-3ya.example/',
    'https://under_score.example/',
    'https://workflow.example./',
    'https://[2001:db8::1]:8443/',
    'https://192.0.2.1/',
    'http://localhost:3000/',
    'http://[::1]:3000/',
  ])('may be %s, whose origin the page can name in its policy', (returnUrl) => {
    expect(returnUrlSchema.safeParse(returnUrl).success).toBe(true);
    expect(() => contentSecurityPolicy(["'sha256-x'"], [new URL(returnUrl).origin])).not.toThrow();
  });

  it.each([
    'https://a;b.example/',
    "https://a'b.example/",
    'https://a,b.example/',
    'https://*.example/',
    'https://workflow.example/#',
    'https://workflow.example/#part',
    'https://user@workflow.example/',
    'https:workflow.example',
    '//workflow.example',
    'https://münchen.example/',
    'http://workflow.example/',
    'javascript:alert(1)',
  ])('may not be %s', (returnUrl) => {
    expect(returnUrlSchema.safeParse(returnUrl).success).toBe(false);
  });
});
