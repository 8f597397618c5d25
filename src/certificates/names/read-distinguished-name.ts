import { attributeOid } from './attribute-types.js';
import type { DistinguishedName, NameAttribute } from './distinguished-name.js';
import { attributeOf, readAsn1 } from './encoded-value.js';
import { preparedValue } from './prepared-value.js';

type ReadName = { readonly name: DistinguishedName } | { readonly fault: string };

class NameFault extends Error {}

/** What has to be escaped in a value (RFC 4514 §2.4). */
const SPECIAL = /["+,;<>\0]/;
const ESCAPABLE = /[ "#+,;<=>\\]/;
const HEX_PAIR = /^[0-9A-Fa-f]{2}/;

/** Splits at characters that are not escaped. */
function splitAt(text: string, separator: ',' | '+'): string[] {
  const parts: string[] = [];
  let begin = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    // What is escaped is taken apart later; here it only must not separate.
    if (character === '\\') at += 1;
    else if (character === separator) {
      parts.push(text.slice(begin, at));
      begin = at + 1;
    }
  }
  return [...parts, text.slice(begin)];
}

/** Takes the escapes away; hexadecimal pairs are bytes of UTF-8. */
function unescaped(text: string): string {
  const bytes: Buffer[] = [];
  for (let at = 0; at < text.length; ) {
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
    const rest = text.slice(at + 1);
    if (character !== '\\') {
      if (SPECIAL.test(character))
        throw new NameFault(`escape ${JSON.stringify(character)} in a value with a backslash`);
      bytes.push(Buffer.from(character, 'utf8'));
      at += character.length;
    } else if (HEX_PAIR.test(rest)) {
      bytes.push(Buffer.from(rest.slice(0, 2), 'hex'));
      at += 3;
    } else if (ESCAPABLE.test(rest.charAt(0)) && rest !== '') {
      bytes.push(Buffer.from(rest.charAt(0), 'utf8'));
      at += 2;
    } else throw new NameFault('after a backslash there must be a special character or two hexadecimal digits');
  }
  return Buffer.concat(bytes).toString('utf8');
}

function attribute(text: string): NameAttribute {
  const [, type, written] = /^\s*([^=\s]+)\s*=\s*(.*)$/su.exec(text) ?? [];
  if (type === undefined || written === undefined)
    throw new NameFault(`expected an attribute such as CN=partner, not ${JSON.stringify(text.trim().slice(0, 60))}`);
  const oid = attributeOid(type);
  if (oid === null)
    throw new NameFault(`the attribute type ${JSON.stringify(type.slice(0, 60))} is not known: write its OID`);
  // A space at the end stays only where it is escaped.
  const value = written.replace(/(?<!(?:^|[^\\])(?:\\\\)*\\)\s+$/u, '');
  if (value === '') throw new NameFault(`the attribute ${type} has no value`);
  if (!value.startsWith('#')) return { oid, value: prepared(oid, unescaped(value)) };
  const encoded = /^#(?:[0-9A-Fa-f]{2})+$/.test(value) ? readAsn1(Buffer.from(value.slice(1), 'hex')) : null;
  if (encoded === null)
    throw new NameFault(`the value of ${type} begins with #, and is no BER encoding in hexadecimal`);
  return attributeOf(oid, encoded);
}

function prepared(oid: string, text: string): string {
  const value = preparedValue(oid, text);
  if (value === null || value === '') throw new NameFault('a value holds nothing that can be compared');
  return value;
}

/**
 * Reads a distinguished name as RFC 4514 writes it, e.g. `CN=partner+UID=7,O=Example\, Inc.,C=DE`: the narrowest relative name
 * first, so in the reverse of the order in a certificate. Space around separators says nothing.
 */
export function readDistinguishedName(text: string): ReadName {
  if (text.trim() === '') return { fault: 'must name somebody: an empty name is nobody’s' };
  try {
    const name = splitAt(text, ',')
      .map((relativeName) => splitAt(relativeName, '+').map(attribute))
      .reverse();
    return { name };
  } catch (error) {
    if (error instanceof NameFault) return { fault: `must be a distinguished name of RFC 4514: ${error.message}` };
    throw error;
  }
}
