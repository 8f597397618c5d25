import type { DistinguishedName, NameAttribute } from './distinguished-name.js';
import { attributeOf } from './encoded-value.js';
import { preparedValue } from './prepared-value.js';
import { NameFault, readWrittenName, type WrittenAttribute } from './written-name.js';

type ReadName = { readonly name: DistinguishedName } | { readonly fault: string };

function prepared(attribute: WrittenAttribute): NameAttribute {
  const { oid } = attribute;
  if ('encoded' in attribute) return attributeOf(oid, attribute.encoded);
  const value = preparedValue(oid, attribute.text);
  if (value === null || value === '') throw new NameFault('a value holds nothing that can be compared');
  return { oid, value };
}

/** Reads a distinguished name as RFC 4514 writes it, for comparing it with a certificate's. */
export function readDistinguishedName(text: string): ReadName {
  if (text.trim() === '') return { fault: 'must name somebody: an empty name is nobody’s' };
  try {
    return { name: readWrittenName(text).map((relativeName) => relativeName.map(prepared)) };
  } catch (error) {
    if (error instanceof NameFault) return { fault: `must be a distinguished name of RFC 4514: ${error.message}` };
    throw error;
  }
}
