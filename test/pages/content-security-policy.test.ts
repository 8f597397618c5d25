import { describe, expect, it } from '@jest/globals';
import { contentSecurityPolicy } from '../../src/pages/content-security-policy.js';
import { hostOf, href } from '../../src/pages/href.js';

const formAction = (origins: readonly string[] | null) =>
  contentSecurityPolicy(["'sha256-x'"], origins)
    .split('; ')
    .find((directive) => directive.startsWith('form-action'));

describe('form-action', () => {
  it.each([
    { origins: null, expected: "form-action 'none'" },
    { origins: [], expected: "form-action 'self'" },
    { origins: ['https://a.example', 'https://a.example/'], expected: "form-action 'self' https://a.example" },
    { origins: ['https://a.example/path?query#fragment'], expected: "form-action 'self' https://a.example" },
    { origins: ['http://localhost:3001'], expected: "form-action 'self' http://localhost:3001" },
    { origins: ['https:'], expected: "form-action 'self' https:" },
    { origins: ['https:', 'http:'], expected: "form-action 'self' https: http:" },
  ])('is $expected for $origins', ({ origins, expected }) => {
    expect(formAction(origins)).toBe(expected);
  });

  it.each([
    '*',
    "'unsafe-inline'",
    'a.example',
    'javascript:alert(1)',
    'data:text/html,x',
    'https://a;script-src *',
    'https://a.example,https://b.example;',
    '',
  ])('refuses %j, which is no origin', (source) => {
    expect(() => formAction([source])).toThrow(/form-action source must be an http or https origin/);
  });
});

describe('a link of a page', () => {
  it.each(['/sign-in/token', '/', 'https://sign.example/sign-in/token', 'http://localhost:3000/x'])(
    'may be %s',
    (value) => {
      expect(href(value, '')).toBe(value);
    },
  );

  it('has the path of PUBLIC_URL before a path, and nothing before an address', () => {
    expect(href('/sign-in/token', '/esign')).toBe('/esign/sign-in/token');
    expect(href('https://sign.example/x', '/esign')).toBe('https://sign.example/x');
  });

  it.each([
    'javascript:alert(1)',
    ' javascript:alert(1)',
    'data:text/html,x',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    'sign-in/token',
    'https://',
    '',
  ])('is not %j', (value) => {
    expect(() => href(value, '')).toThrow(/must be a path or an http or https URL/);
  });
});

describe('the host that is shown', () => {
  it.each([
    ['https://idp.example', 'idp.example'],
    ['https://idp.example:8443/authorize', 'idp.example:8443'],
    ['https://user:secret@idp.example', 'idp.example'],
    ['https://bücher.example', 'xn--bcher-kva.example'],
    ['not a URL', null],
    [null, null],
    [undefined, null],
  ])('of %j is %j', (url, host) => {
    expect(hostOf(url)).toBe(host);
  });
});
