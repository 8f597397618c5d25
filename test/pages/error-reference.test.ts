import { describe, expect, it } from '@jest/globals';
import { catalogue, catalogueEntry, type ErrorCode } from '../../src/errors/catalogue.js';
import { ErrorReference } from '../../src/pages/error-reference.js';
import { everyNth } from '../support/range.js';
import { attribute, ParsedDocument, textContent } from './parsed-document.js';

const reference = new ErrorReference('');
const codes = Object.keys(catalogue) as ErrorCode[];
const plain = (text: string) => text.replaceAll('`', '');

describe('the page of an error code', () => {
  it.each(everyNth(codes, 5))('%s: says what lies behind it, how to make sure and what to do', (code) => {
    const entry = catalogueEntry(code);
    const document = new ParsedDocument(reference.page(code, entry).html);
    expect(document.parseErrors).toEqual([]);
    expect(document.textOf('h1')).toBe(entry.title);
    for (const told of [code, String(entry.status), entry.cause, entry.confirm, entry.remedy, entry.setting ?? '']) {
      expect(document.text).toContain(plain(told));
    }
    expect(document.text).not.toMatch(/`|undefined|\[object/);
  });

  it('sets names of settings apart, and escapes what is between the backticks', () => {
    const entry = { status: 502, title: 'A & B', cause: 'Look at `<a>` & `b`.', confirm: '-', remedy: '-' } as const;
    const document = new ParsedDocument(reference.page('step.reason', entry).html);
    expect(document.all('code').map(textContent)).toEqual(['<a>', 'b']);
    expect(document.textOf('h1')).toBe('A & B');
  });

  it('may be kept by caches, because it holds nothing of anybody', () => {
    const { headers } = reference.page('id_token.expired', { ...catalogue[codes[0]!] });
    expect(headers).toMatchObject({ 'Cache-Control': 'public, max-age=3600', 'X-Frame-Options': 'DENY' });
    expect(headers['Content-Security-Policy']).toContain("form-action 'none'");
  });
});

describe('the index of error codes', () => {
  const document = new ParsedDocument(reference.index(catalogue).html);

  it('links to every code', () => {
    expect(document.parseErrors).toEqual([]);
    expect(document.all('a').map((link) => attribute(link, 'href'))).toEqual(
      expect.arrayContaining(codes.map((code) => `/errors/${code}`)),
    );
    expect(document.all('a')).toHaveLength(codes.length);
  });

  it('groups them by the step that fails', () => {
    const steps = new Set(codes.map((code) => code.split('.')[0]!));
    expect(document.all('h2').map(textContent)).toEqual([...steps]);
  });
});
