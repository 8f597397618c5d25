import type { Name } from '@peculiar/x509';
import { x509 } from '../certificate-libraries.js';
import { NameFault, readWrittenName, type WrittenAttribute } from './written-name.js';

/** The string type that a value is written in. */
type EncodableValue = { readonly [type in 'ia5String' | 'printableString' | 'utf8String']?: string };

const COUNTRY = '2.5.4.6';
/** Types that have IA5String (RFC 5280 §4.1.2.6 and Annex A.1): emailAddress and domainComponent. */
const ascii = new Set(['1.2.840.113549.1.9.1', '0.9.2342.19200300.100.1.25']);
const PRINTABLE = /^[A-Za-z0-9 '()+,\-./:=?]*$/;
const ASCII = /^[\x20-\x7e]*$/;

function encodable(attribute: WrittenAttribute): EncodableValue {
  if ('encoded' in attribute) throw new NameFault('write values as text here, not as # and their encoding');
  const { oid, text } = attribute;
  if (oid === COUNTRY && !/^[A-Za-z]{2}$/.test(text)) throw new NameFault('C has two letters (ISO 3166-1 alpha-2)');
  if (/\p{Cc}|\ufffd/u.test(text)) throw new NameFault('a value holds a control character or bytes that are no UTF-8');
  if (ascii.has(oid)) {
    if (!ASCII.test(text)) throw new NameFault('an e-mail address or domain component is written in ASCII');
    return { ia5String: text };
  }
  return PRINTABLE.test(text) ? { printableString: text } : { utf8String: text };
}

/**
 * A name that RFC 4514 writes, for the library that encodes certificates and requests. The library's own reader takes the
 * text in the order in which it stands, which is the reverse, reads no hexadecimal pairs and knows neither UID nor STREET.
 * @throws NameFault that says what is wrong
 */
export function encodableName(text: string): Name {
  const relativeNames = readWrittenName(text).map((relativeName) => {
    const values: Record<string, EncodableValue[]> = {};
    for (const attribute of relativeName) (values[attribute.oid] ??= []).push(encodable(attribute));
    return values;
  });
  return new (x509().Name)(relativeNames);
}
