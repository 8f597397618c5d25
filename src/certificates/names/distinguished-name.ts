/** One attribute: its type as an OID, its value as it is compared; null equals nothing. */
export interface NameAttribute {
  readonly oid: string;
  readonly value: string | null;
}

/** Relative names in the order in which a certificate has them: the widest first, which RFC 4514 writes last. */
export type DistinguishedName = readonly (readonly NameAttribute[])[];

const keyOf = ({ oid, value }: NameAttribute): string => JSON.stringify([oid, value]);

function sameRelativeName(one: readonly NameAttribute[], other: readonly NameAttribute[] | undefined): boolean {
  if (one.length !== other?.length || one.some(({ value }) => value === null)) return false;
  // Attributes of one relative name are a set (X.501 §9.3): their order says nothing.
  const others = other.map(keyOf).sort();
  return one
    .map(keyOf)
    .sort()
    .every((key, index) => key === others[index]);
}

/** Whether two names are the same (distinguishedNameMatch, RFC 4517 §4.2.15). An empty name is nobody's. */
export function sameDistinguishedName(one: DistinguishedName, other: DistinguishedName): boolean {
  return (
    one.length > 0 &&
    one.length === other.length &&
    one.every((relativeName, index) => sameRelativeName(relativeName, other[index]))
  );
}
