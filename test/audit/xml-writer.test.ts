import { describe, expect, test } from '@jest/globals';
import { parseXml, type XmlElement } from '@rgrove/parse-xml';
import fc from 'fast-check';
import { xmlElement, xmlText } from '../../src/audit/trail/xml-writer.js';
import { anyCharacter } from '../support/any-character.js';

function read(xml: string): XmlElement {
  const { root } = parseXml(xml);
  if (root === null) throw new Error('no element');
  return root;
}
// oxlint-disable-next-line no-control-regex
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
/** Any text that XML can hold, with the characters that matter more often than chance would. */
const text = fc
  .string({
    unit: fc.oneof(
      fc.constantFrom('&', '<', '>', '"', "'", ']', '\t', '\n', '\r', ' '),
      fc.string({ unit: anyCharacter }),
    ),
  })
  .map((any) => any.replace(NOT_XML, ''));

describe('written XML', () => {
  test('is read by a parser as the text that was written', () => {
    fc.assert(
      fc.property(text, (content) => {
        // This parser turns a carriage return into a line feed even when it was written as a reference.
        fc.pre(content !== '' && !content.includes('\r'));
        expect(read(xmlElement('a', {}, xmlText(content))).text).toBe(content);
      }),
    );
  });

  test('is read by a parser with the attributes that were written', () => {
    fc.assert(
      fc.property(text, text, (one, other) => {
        const xml = xmlElement('a', { one, other, none: null, missing: undefined, number: 7 });
        expect(read(xml).attributes).toEqual({ one, other, number: '7' });
      }),
    );
  });

  test.each([
    ['\u0000', '\ufffd'],
    ['\ud800', '\ufffd'],
    ['\uffff', '\ufffd'],
    ['😀', '😀'],
    ['\r', '&#xD;'],
  ])('holds only what XML can: %j becomes %j', (given, written) => {
    expect(xmlText(given)).toBe(written);
  });

  test('nests', () => {
    const { children } = read(xmlElement('a', {}, xmlElement('b', {}) + xmlElement('c', {}, xmlText('d'))));
    expect(children.map((child) => (child as XmlElement).name)).toEqual(['b', 'c']);
    expect((children[1] as XmlElement).text).toBe('d');
  });
});
