import { attributeOid } from './attribute-types.js';
import { type Asn1, readAsn1 } from './encoded-value.js';

/** One attribute as a text writes it: its type as an OID, and the text without its escapes or what `#` encodes. */
export type WrittenAttribute =
  | { readonly oid: string; readonly text: string }
  | { readonly oid: string; readonly encoded: Asn1 };

/** Relative names in the order in which a certificate has them: the widest first, which RFC 4514 writes last. */
type WrittenName = readonly (readonly WrittenAttribute[])[];

export class NameFault extends Error {}

/** What has to be escaped in a value (RFC 4514 §2.4). */
const SPECIAL = /["+,;<>\0]/;
const ESCAPABLE = /[ "#+,;<=>\\]/;
const HEX_PAIR = /^[0-9A-Fa-f]{2}/;

/** Splits at characters that are not escaped. */
export function splitAt(text: string, separator: ',' | '+'): string[] {
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

function attribute(text: string): WrittenAttribute {
  const [, type, written] = /^\s*([^=\s]+)\s*=\s*(.*)$/su.exec(text) ?? [];
  if (type === undefined || written === undefined)
    throw new NameFault(`expected an attribute such as CN=partner, not ${JSON.stringify(text.trim().slice(0, 60))}`);
  const oid = attributeOid(type);
  if (oid === null)
    throw new NameFault(`the attribute type ${JSON.stringify(type.slice(0, 60))} is not known: write its OID`);
  // A space at the end stays only where it is escaped.
  const value = written.replace(/(?<!(?:^|[^\\])(?:\\\\)*\\)\s+$/u, '');
  if (value === '') throw new NameFault(`the attribute ${type} has no value`);
  if (!value.startsWith('#')) return { oid, text: unescaped(value) };
  const encoded = /^#(?:[0-9A-Fa-f]{2})+$/.test(value) ? readAsn1(Buffer.from(value.slice(1), 'hex')) : null;
  if (encoded === null)
    throw new NameFault(`the value of ${type} begins with #, and is no BER encoding in hexadecimal`);
  return { oid, encoded };
}

/**
 * Reads a distinguished name as RFC 4514 writes it, e.g. `CN=partner+UID=7,O=Example\, Inc.,C=DE`: the narrowest relative name
 * first, so in the reverse of the order in a certificate. Space around separators says nothing.
 * @throws NameFault that says what is wrong
 */
export function readWrittenName(text: string): WrittenName {
  if (text.trim() === '') throw new NameFault('an empty name is nobody’s');
  return splitAt(text, ',')
    .map((relativeName) => splitAt(relativeName, '+').map(attribute))
    .reverse();
}
