import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { displayText, escapeHtml, isolated } from '../../src/http/html.js';
import type { Page } from '../../src/pages/page.js';
import { PageRenderer } from '../../src/pages/render-page.js';
import { anyCharacter } from '../support/any-character.js';
import { inRange } from '../support/range.js';
import { choosePage } from './example-pages.js';
import { attribute, ParsedDocument, textContent } from './parsed-document.js';

const renderer = new PageRenderer('');
const parsed = (page: Page) => new ParsedDocument(renderer.render(page, 'en').html);

const breakouts = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' autofocus onfocus=alert(1) x='",
  '</title></style></textarea><svg onload=alert(1)>',
  '<!--',
  ']]>',
  '&lt;b&gt;&#x3c;script&#x3e;',
  '{sender} {count, plural, other {#}}',
  '<%= it.constructor %>',
  '\u0000\u0008\u007f\u0085\uffff\ud800\ufdd0',
  '\u202egnp.exe\u202c\u2066\u2069',
];

/** Up to 500 characters, as an envelope's name may have, mostly of the kind that breaks things. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(...breakouts),
      fc.string({ unit: anyCharacter, maxLength: 40 }),
      fc.string({ unit: 'grapheme' }),
    ),
    {
      minLength: 1,
      maxLength: 8,
    },
  )
  .map((parts) => `x${parts.join('')}x`.slice(0, 500));

describe('text of strangers', () => {
  it('never changes the structure of the choose page', () => {
    const fields = fc.record({
      envelopeName: hostile,
      requestedBy: hostile,
      name: hostile,
      email: hostile,
      displayName: hostile,
      // Of a provider's name only printable characters get past its schema.
      providerName: hostile.map(displayText),
    });
    const page = (text: typeof fields extends fc.Arbitrary<infer Fields> ? Fields : never): Page => ({
      ...choosePage,
      envelopeName: text.envelopeName,
      requestedBy: text.requestedBy,
      recipient: { name: text.name, email: text.email },
      providers: [{ name: text.providerName, displayName: { en: text.displayName }, origin: 'https://idp.example' }],
    });
    const harmless = 'harmless';
    const expected = parsed(
      page({
        envelopeName: harmless,
        requestedBy: harmless,
        name: harmless,
        email: harmless,
        displayName: harmless,
        providerName: harmless,
      }),
    );
    fc.assert(
      fc.property(fields, (text) => {
        const document = parsed(page(text));
        expect(document.parseErrors).toEqual([]);
        expect(document.skeleton).toEqual(expected.skeleton);
        expect(textContent(document.all('dd')[0]!)).toBe(displayText(text.envelopeName));
        expect(textContent(document.all('button')[0]!)).toContain(displayText(text.displayName));
      }),
      { numRuns: inRange(75, 300) },
    );
  });

  it('never changes the structure of a page that tells a failure', () => {
    const page = (envelopeName: string, correlationId: string): Page => ({
      kind: 'attempt-failed',
      envelopeName,
      message: 'answer_not_trusted',
      correlationId,
      retryAction: '/sign-in/example-token',
    });
    const expected = parsed(page('harmless', 'harmless')).skeleton;
    fc.assert(
      fc.property(hostile, hostile, (envelopeName, correlationId) => {
        const document = parsed(page(envelopeName, correlationId));
        expect(document.parseErrors).toEqual([]);
        expect(document.skeleton).toEqual(expected);
      }),
      { numRuns: inRange(50, 200) },
    );
  });

  it("is sent back unchanged as a provider's name", () => {
    const names = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/);
    fc.assert(
      fc.property(names, (name) => {
        const document = parsed({ ...choosePage, providers: [{ name, displayName: {} }] });
        expect(attribute(document.all('button')[0]!, 'value')).toBe(name);
      }),
    );
  });

  it.each(['', ' ', '\u200b\u3164', '\u202e', '\u0000'])(
    'is left out of the page when it shows nothing: %j',
    (blank) => {
      const document = parsed({
        ...choosePage,
        envelopeName: blank,
        requestedBy: blank,
        recipient: { name: blank, email: 'x' },
      });
      expect(document.all('dd')).toHaveLength(2);
      expect(document.text).toContain('You are asked to confirm who you are before you sign.');
    },
  );
});

describe('printable text', () => {
  it.each([
    ['right-to-left text stays', 'חוזה הלוואה', 'חוזה הלוואה'],
    ['emoji of several code points stay', '👩‍👩‍👧 🏳️‍🌈', '👩‍👩‍👧 🏳️‍🌈'],
    ['direction overrides and isolates go', 'a\u202egnp.exe\u202c \u2067b\u2069', 'agnp.exe b'],
    ['control characters become one space', 'a\u0000\r\n\t\u0085b', 'a b'],
    ['lone surrogates become a space', 'a\ud800b', 'a b'],
    ['white space at the ends goes', '  a  b  ', 'a b'],
  ])('%s', (_, given, expected) => {
    expect(displayText(given)).toBe(expected);
  });

  it('is isolated from the sentence around it, with its language', () => {
    expect(isolated('עברית <b>', 'he"').markup).toBe('<bdi lang="he&quot;">עברית &lt;b&gt;</bdi>');
  });

  it('is escaped once and only once', () => {
    expect(escapeHtml(isolated('&amp;'))).toBe('<bdi>&amp;amp;</bdi>');
  });
});
