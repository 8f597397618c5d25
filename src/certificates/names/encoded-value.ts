import type Forge from 'node-forge';
import { forge } from '../certificate-libraries.js';
import type { NameAttribute } from './distinguished-name.js';
import { preparedValue } from './prepared-value.js';

export type Asn1 = Forge.asn1.Asn1;

const UNIVERSAL = 0;
const UTF8 = 12;
const LATIN = new Set([18, 19, 20, 22, 26]);
const UNIVERSAL_STRING = 28;
const BMP_STRING = 30;

const bytesOf = (binary: string): Buffer => Buffer.from(binary, 'latin1');

function utf32(bytes: Buffer): string {
  const points = Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readUInt32BE(index * 4));
  return points.map((point) => (point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd')).join('');
}

/** The text of a string type (X.520 DirectoryString, IA5String, …); null for any other type. */
function textOf({ tagClass, type, value }: Asn1): string | null {
  // The tags of the universal class that the library has no name for are numbers all the same.
  const tag = type as number;
  if ((tagClass as number) !== UNIVERSAL || typeof value !== 'string') return null;
  if (tag === UTF8) return bytesOf(value).toString('utf8');
  // The library has read the two bytes of each character already.
  if (tag === BMP_STRING || LATIN.has(tag)) return value;
  return tag === UNIVERSAL_STRING && value.length % 4 === 0 ? utf32(bytesOf(value)) : null;
}

/** One attribute of a value in ASN.1; what is no text is compared by its encoding. */
export function attributeOf(oid: string, value: Asn1): NameAttribute {
  const text = textOf(value);
  if (text === null) return { oid, value: `#${forge().asn1.toDer(value).toHex()}` };
  return { oid, value: preparedValue(oid, text) };
}

/** @returns null when the bytes are not one value in DER */
export function readAsn1(bytes: Buffer): Asn1 | null {
  try {
    return forge().asn1.fromDer(bytes.toString('latin1'));
  } catch {
    return null;
  }
}

/** @returns null when it is not made of others */
export const partsOf = (value: Asn1 | undefined): readonly Asn1[] | null =>
  value !== undefined && typeof value.value !== 'string' ? value.value : null;

/** The OID that a value is; null when it is none. */
export function oidOf(value: Asn1 | undefined): string | null {
  if (value === undefined || value.type !== forge().asn1.Type.OID || typeof value.value !== 'string') return null;
  return forge().asn1.derToOid(value.value);
}
