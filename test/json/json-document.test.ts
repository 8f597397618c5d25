import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { describeJsonFault, type JsonDocumentOptions, parseJsonDocument } from '../../src/json/json-document.js';
import { anyCharacter } from '../support/any-character.js';
import { inRange } from '../support/range.js';

const any: JsonDocumentOptions = { topLevel: 'object-or-array' };
const read = (text: string, options: JsonDocumentOptions = any) =>
  parseJsonDocument(new TextEncoder().encode(text), options);
const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

describe('a JSON document', () => {
  it.each([
    ['{}', {}],
    ['[]', []],
    [' \r\n\t{"a": [1, {"b": null}]} ', { a: [1, { b: null }] }],
    ['\u{feff}{"a": 1}', { a: 1 }],
    ['[{"a": 1}, {"a": 2}]', [{ a: 1 }, { a: 2 }]],
    ['{"a": {"a": "a"}}', { a: { a: 'a' } }],
    ['{"a": ["b", "b"], "b": "a"}', { a: ['b', 'b'], b: 'a' }],
    ['{"a": "{\\"a\\": [[[["}', { a: '{"a": [[[[' }],
    ['{"": 1, " ": 2}', { '': 1, ' ': 2 }],
    ['{"a": "\\u0000\\ud800"}', { a: '\u0000\ud800' }],
  ])('%j is read', (text, value) => {
    expect(read(text)).toEqual({ value });
  });

  it.each([
    ['{"a": 1, "a": 2}', { fault: 'duplicate_member', name: 'a' }],
    ['{"a": 1, "\\u0061": 1}', { fault: 'duplicate_member', name: 'a' }],
    ['{"a": {"b": 1, "c": [], "b": 1}}', { fault: 'duplicate_member', name: 'b' }],
    ['[{"a": {}, "a": {}}]', { fault: 'duplicate_member', name: 'a' }],
    ['{"__proto__": 1, "__proto__": 2}', { fault: 'duplicate_member', name: '__proto__' }],
    ['<!doctype html><html></html>', { fault: 'html' }],
    ['\n  <?xml version="1.0"?>', { fault: 'html' }],
    ['"text"', { fault: 'scalar_at_top' }],
    ['null', { fault: 'scalar_at_top' }],
    ['17', { fault: 'scalar_at_top' }],
    ['', { fault: 'not_json', position: { offset: 0, line: 1, column: 1 } }],
    ['OK', { fault: 'not_json', position: { offset: 0, line: 1, column: 1 } }],
    ['{"a": 1', { fault: 'not_json', position: { offset: 7, line: 1, column: 8 } }],
    ['{"a": "b', { fault: 'not_json', position: { offset: 6, line: 1, column: 7 } }],
    ['{\n  "a": tru\n}', { fault: 'not_json', position: { offset: 9, line: 2, column: 8 } }],
    ['{"a": 1} {"b": 2}', { fault: 'not_json', position: { offset: 9, line: 1, column: 10 } }],
    ['access_token=x&token_type=bearer', { fault: 'not_json', position: { offset: 0, line: 1, column: 1 } }],
  ])('%j is refused', (text, fault) => {
    expect(read(text)).toEqual(fault);
  });

  it.each([
    '{"a": 1,}',
    '[1,]',
    "{'a': 1}",
    '{a: 1}',
    '[01]',
    '[NaN]',
    '[1.]',
    '[+1]',
    '{"a": "\t"}',
    '// x\n{}',
    '{} /* x */',
    '{"a": "\\x"}',
    '\u00a0{}',
    '[1 2]',
    ']',
    '{]',
  ])('%j is not JSON, whatever lenient readers say', (text) => {
    expect(read(text)).toMatchObject({ fault: 'not_json' });
  });

  it.each([
    ['a lone continuation byte', [0x7b, 0x80, 0x7d]],
    ['an overlong slash', [0x22, 0xc0, 0xaf, 0x22]],
    ['a surrogate', [0x22, 0xed, 0xa0, 0x80, 0x22]],
    ['UTF-16', [0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00]],
    ['ISO 8859-1', [...Buffer.from('{"name": "Jörg"}', 'latin1')]],
  ])('in %s is refused as not UTF-8', (_name, bytes) => {
    expect(parseJsonDocument(Uint8Array.from(bytes), any)).toEqual({ fault: 'not_utf8' });
  });

  it('may be 32 deep and not deeper, and a bomb of brackets is refused without recursion', () => {
    expect(read(nested(32))).toHaveProperty('value');
    for (const text of [nested(33), nested(120_000), '['.repeat(250_000), '{"a":'.repeat(50_000)]) {
      expect(read(text)).toEqual({ fault: 'too_deep', maxDepth: 32 });
    }
    expect(read(nested(3), { ...any, maxDepth: 2 })).toEqual({ fault: 'too_deep', maxDepth: 2 });
  });

  it('is refused as an array where an object is expected', () => {
    expect(read('[]', { topLevel: 'object' })).toEqual({ fault: 'array_at_top' });
    expect(read('{}', { topLevel: 'object' })).toEqual({ value: {} });
  });

  it('never changes a prototype', () => {
    const document = read('{"__proto__": {"admin": true}, "constructor": {"prototype": {"admin": true}}}') as {
      value: object;
    };
    expect(Object.getPrototypeOf(document.value)).toBe(Object.prototype);
    expect(Object.keys(document.value)).toEqual(['__proto__', 'constructor']);
    expect('admin' in document.value).toBe(false);
    expect('admin' in {}).toBe(false);
  });

  it('is what JSON.parse reads, for every document', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.dictionary(fc.string({ unit: anyCharacter }), fc.jsonValue()), fc.array(fc.jsonValue())),
        fc.constantFrom(undefined, 2),
        (value, indent) => {
          const text = JSON.stringify(value, null, indent);
          expect(read(text)).toEqual({ value: JSON.parse(text) as unknown });
        },
      ),
    );
  });

  it.each([
    ['{"a": 1, "a": 1}', { value: { a: 1 } }],
    ['{"a": [1, {"b": "\\/"}], "\\u0061": [ 1,{"b":"/"} ]}', { value: { a: [1, { b: '/' }] } }],
    ['{"a": 1, "a": 1, "a": 2}', { fault: 'duplicate_member', name: 'a' }],
    ['{"a": 1, "a": "1"}', { fault: 'duplicate_member', name: 'a' }],
    ['{"a": 1, "a": 1, "in": [{"b": 1, "b": 2}]}', { fault: 'duplicate_member', name: 'b' }],
    ['{"a": {"b": 1, "b": 2}, "a": {"b": 2}}', { fault: 'duplicate_member', name: 'b' }],
    ['{"__proto__": {"a": 1}, "__proto__": {"a": 2}}', { fault: 'duplicate_member', name: '__proto__' }],
    [`{"a": 1, "a": 1, "in": ${nested(32)}}`, { fault: 'too_deep', maxDepth: 32 }],
    ['{"a": 1, "a": 1', { fault: 'not_json', position: { offset: 15, line: 1, column: 16 } }],
  ])('%j is read where a member may be repeated with an equal value, and no other', (text, document) => {
    expect(read(text, { ...any, repeatedMembers: 'unless-equal' })).toEqual(document);
  });

  it('with a member written twice anywhere is refused, however the name is escaped', () => {
    const escaped = (name: string) =>
      Array.from(name)
        .map((char) => (char.length === 1 ? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}` : char))
        .join('');
    fc.assert(
      fc.property(fc.string(), fc.jsonValue({ maxDepth: 3 }), fc.nat(10), (name, value, depth) => {
        const inner = `{${JSON.stringify(name)}: ${JSON.stringify(value)}, "${escaped(name)}": null}`;
        expect(read(`${'{"in": [1, '.repeat(depth)}${inner}${']}'.repeat(depth)}`)).toEqual({
          fault: 'duplicate_member',
          name,
        });
      }),
    );
  });

  it('that is random text or bytes is read or refused, never thrown about', () => {
    const almostJson = fc
      .array(
        fc.constantFrom(
          '{',
          '}',
          '[',
          ']',
          '"',
          ':',
          ',',
          '1',
          'null',
          '\\',
          '/*',
          '//',
          ' ',
          '\n',
          'é',
          '-',
          'e',
          '\u0000',
        ),
      )
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(
        fc.oneof(
          almostJson.map((text) => new TextEncoder().encode(text)),
          fc.uint8Array(),
        ),
        (bytes) => {
          const document = parseJsonDocument(bytes, any);
          if ('value' in document) expect(document.value).toEqual(JSON.parse(new TextDecoder().decode(bytes)));
          else expect(describeJsonFault(document)).toMatch(/^expected /);
        },
      ),
      { numRuns: inRange(250, 10_000) },
    );
  });
});
