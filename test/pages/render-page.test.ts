import { describe, expect, it } from '@jest/globals';
import { contentHash } from '../../src/pages/content-security-policy.js';
import { languages } from '../../src/pages/language.js';
import { PageRenderer } from '../../src/pages/render-page.js';
import { allOrOneOf } from '../support/range.js';
import { choosePage, examplePages } from './example-pages.js';
import { attribute, ParsedDocument, textContent } from './parsed-document.js';

const renderer = new PageRenderer('');
const everyPage = Object.entries(examplePages).map(([name, page], place) => ({ name, page, place }));
const translated = languages.filter((language) => language !== 'en');

describe.each(everyPage)('$name, in English and other languages', ({ page, place }) => {
  const documents = (['en', ...allOrOneOf(translated, place)] as const).map((language) => {
    const { html } = renderer.render(page, language);
    return { language, document: new ParsedDocument(html) };
  });

  it('is a conforming document with one heading, landmarks and its language', () => {
    for (const { language, document } of documents) {
      expect({ language, parseErrors: document.parseErrors }).toEqual({ language, parseErrors: [] });
      for (const once of ['h1', 'header', 'main', 'footer']) expect(document.all(once)).toHaveLength(1);
      expect(attribute(document.all('html')[0]!, 'lang')).toBe(language);
      expect(document.textOf('title')).toBe(`${document.textOf('h1')!} · Countersign`);
      const ids = document.elements.map((element) => attribute(element, 'id')).filter((id) => id !== undefined);
      expect(ids).toEqual([...new Set(ids)]);
    }
  });

  it('leaves no placeholder open and shows no missing value', () => {
    for (const { document } of documents) {
      expect(document.text).not.toMatch(/[{}]|\b(undefined|null|NaN|false)\b|\[object/);
    }
  });
});

describe('every page', () => {
  it.each(everyPage)('$name: holds nothing that runs or is loaded', ({ page }) => {
    const document = new ParsedDocument(renderer.render(page, 'en').html);
    for (const tagName of ['script', 'img', 'iframe', 'object', 'embed', 'base']) {
      expect(document.all(tagName)).toEqual([]);
    }
    const attributes = document.elements.flatMap(({ attrs }) => attrs.map(({ name }) => name));
    expect(attributes.filter((name) => name === 'style' || name === 'http-equiv' || name.startsWith('on'))).toEqual([]);
    const links = document.all('link').map((link) => attribute(link, 'href'));
    expect(links).toEqual(['data:,']);
  });

  it.each(everyPage)('$name: is kept by nobody, framed by nobody, and allows its own style only', ({ page }) => {
    const { html, headers } = renderer.render(page, 'de');
    const style = new ParsedDocument(html).textOf('style')!;
    expect(headers).toMatchObject({
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Language': 'de',
      'Cache-Control': 'no-store',
      'Referrer-Policy': 'same-origin',
      'X-Content-Type-Options': 'nosniff',
      'X-Frame-Options': 'DENY',
      'Cross-Origin-Opener-Policy': 'same-origin',
    });
    const policy = headers['Content-Security-Policy']!.split('; ');
    expect(policy).toEqual(expect.arrayContaining(["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"]));
    expect(policy).toContain(`style-src ${contentHash(style)}`);
    expect(policy.find((directive) => directive.startsWith('script-src'))).toBeUndefined();
  });
});

describe('the choose page', () => {
  const document = new ParsedDocument(renderer.render(choosePage, 'en').html);

  it('says who asks, for which document, which account, until when, and where one is sent next', () => {
    expect(document.text).toContain('Example Bank asks you to confirm who you are before you sign.');
    const details = document.all('dd').map(textContent);
    expect(details).toEqual(['Loan contract', 'J••• D••• j•••@e•••.com', '4 March 2030 at 15:06 UTC']);
    const buttons = document.all('button').map(textContent);
    expect(buttons).toEqual(['ID Austria Opens idp.example', 'Svenskt BankID Opens bankid.example:8443']);
    expect(document.text).toContain('Afterwards you are taken to workflow.example.');
  });

  it('posts the name of the chosen provider to the sign-in link', () => {
    const form = document.all('form')[0]!;
    expect([attribute(form, 'method'), attribute(form, 'action')]).toEqual(['post', '/sign-in/example-token']);
    const buttons = document.all('button').map((button) => [attribute(button, 'name'), attribute(button, 'value')]);
    expect(buttons).toEqual([
      ['provider', 'id-austria'],
      ['provider', 'bankid'],
    ]);
  });

  it('lets the form be redirected to the given origins and nowhere else', () => {
    const policy = renderer.render(choosePage, 'en').headers['Content-Security-Policy'];
    expect(policy).toContain(
      "form-action 'self' https://idp.example https://bankid.example:8443 https://workflow.example;",
    );
  });

  it('marks the language of a provider name that is not in the language of the page', () => {
    const tagged = document.all('bdi').filter((element) => attribute(element, 'lang') !== undefined);
    expect(tagged.map((element) => [attribute(element, 'lang'), textContent(element)])).toEqual([
      ['sv', 'Svenskt BankID'],
    ]);
  });

  it.each([
    ['en', '4 March 2030 at 15:06 UTC'],
    ['de', '4. März 2030 um 15:06 UTC'],
    ['fr', '4 mars 2030 à 15:06 UTC'],
    ['pl', '4 marca 2030 15:06 UTC'],
  ] as const)('writes the date as %s does and names the time zone', (language, expected) => {
    const localised = new ParsedDocument(renderer.render(choosePage, language).html);
    expect(localised.textOf('time')!.replace(/[\u202f\u00a0]/g, ' ')).toBe(expected);
    expect(attribute(localised.all('time')[0]!, 'datetime')).toBe('2030-03-04T15:06:00.000Z');
  });

  it('shows look-alike letters of a host in their ASCII form', () => {
    const page = { ...choosePage, providers: [{ name: 'a', displayName: {}, origin: 'https://аpple.example' }] };
    expect(new ParsedDocument(renderer.render(page, 'en').html).text).toContain('Opens xn--pple-43d.example');
  });

  it('says how the attempt before ended', () => {
    const page = { ...choosePage, previousFailure: 'identity_mismatch' } as const;
    const { text } = new ParsedDocument(renderer.render(page, 'en').html);
    expect(text).toContain('Your last attempt was not successful');
    expect(text).toContain('Log in with your own account.');
  });
});

describe('a page after a failure', () => {
  const text = (name: string) => new ParsedDocument(renderer.render(examplePages[name]!, 'en').html).text;

  it('carries the correlation id, and a link back only where there is a way back', () => {
    const failed = new ParsedDocument(renderer.render(examplePages['attempt failed: login_cancelled']!, 'en').html);
    expect(failed.text).toContain('7f2c1c0e-5f3a-4f4e-9b1d-0242ac120002');
    expect(failed.all('a').map((link) => attribute(link, 'href'))).toEqual(['/sign-in/example-token']);
    const final = new ParsedDocument(renderer.render(examplePages['attempt failed, no way back']!, 'en').html);
    expect(final.all('a')).toEqual([]);
    expect(final.text).not.toContain('Try again');
  });

  it('leads back to the choice, and advises no repetition, where repeating cannot help', () => {
    const said = text('attempt failed: provider_misconfigured');
    expect(said).toContain('the same login will not work if you repeat it');
    expect(said).toContain('Back to the start');
    expect(said).not.toContain('Try again');
    expect(text('attempt failed: answer_not_trusted')).toContain('Try again');
  });

  it('counts the attempts that are left', () => {
    expect(text('attempt failed: login_cancelled')).toContain('You have 3 attempts left.');
    expect(text('attempt failed, last attempt')).toContain('You have one attempt left.');
    expect(text('attempt failed, no way back')).not.toContain('left');
  });

  it('tells nothing of the request when nothing is known of it', () => {
    const unknown = new ParsedDocument(renderer.render(examplePages['ended, nothing known']!, 'en').html);
    expect(unknown.all('dl')).toEqual([]);
  });

  it('has no form, so none may be sent', () => {
    const { headers } = renderer.render(examplePages['result failed']!, 'en');
    expect(headers['Content-Security-Policy']).toContain("form-action 'none'");
  });
});
