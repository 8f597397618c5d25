import { describe, expect, it } from '@jest/globals';
import { chooseLanguage, localised } from '../../src/pages/language.js';

describe('the language of a page', () => {
  it.each([
    { why: "the recipient's language wins over the browser's", recipient: 'de', accept: 'fr', expected: 'de' },
    { why: 'a region is passed over', recipient: 'de-AT', accept: undefined, expected: 'de' },
    { why: 'letter case does not matter', recipient: 'FR-ch', accept: undefined, expected: 'fr' },
    { why: 'an underscore is understood', recipient: 'pt_BR', accept: undefined, expected: 'pt' },
    { why: 'a language that no page speaks gives way to the browser', recipient: 'ja', accept: 'it', expected: 'it' },
    { why: 'no recipient language', recipient: null, accept: 'es-MX,es;q=0.9,en;q=0.8', expected: 'es' },
    {
      why: 'the browser order counts, not the text order',
      recipient: null,
      accept: 'en;q=0.4,nl;q=0.9',
      expected: 'nl',
    },
    { why: 'an excluded language is not taken', recipient: null, accept: 'de;q=0,pl', expected: 'pl' },
    { why: 'the first spoken one of several', recipient: null, accept: 'ja,zh;q=0.9,de-CH;q=0.5', expected: 'de' },
    { why: 'anything goes', recipient: null, accept: '*', expected: 'en' },
    { why: 'nothing given', recipient: undefined, accept: undefined, expected: 'en' },
    { why: 'rubbish in both', recipient: '<script>', accept: ';;q=,,,\u0000', expected: 'en' },
    { why: 'a name of Object.prototype', recipient: 'constructor', accept: '__proto__', expected: 'en' },
  ])('$why', ({ recipient, accept, expected }) => {
    expect(chooseLanguage(recipient, accept)).toBe(expected);
  });
});

describe('a localised text', () => {
  it.each([
    { why: 'same language', texts: { en: 'Bank', de: 'Sparkasse' }, expected: ['Sparkasse', null] },
    { why: 'a region of the same language', texts: { 'de-AT': 'Bank Austria' }, expected: ['Bank Austria', null] },
    { why: 'exact before regional', texts: { 'de-AT': 'Jänner', de: 'Januar' }, expected: ['Januar', null] },
    {
      why: 'English when the language is missing',
      texts: { sv: 'Banken', en: 'The bank' },
      expected: ['The bank', 'en'],
    },
    { why: 'whichever there is', texts: { sv: 'Banken' }, expected: ['Banken', 'sv'] },
    { why: 'blank texts are passed over', texts: { de: ' ', sv: 'Banken' }, expected: ['Banken', 'sv'] },
    { why: 'the name when there is none', texts: {}, expected: ['the-name', null] },
  ])('$why', ({ texts, expected }) => {
    const { text, language } = localised(texts, 'de', 'the-name');
    expect([text, language]).toEqual(expected);
  });
});
