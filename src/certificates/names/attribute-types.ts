/** How two values of an attribute are compared (RFC 4517 §4.2). */
type MatchingRule = 'caseIgnore' | 'exact';

interface AttributeType {
  readonly oid: string;
  /** Descriptors in lower case (RFC 4512 §1.4), the one that is written first. */
  readonly names: readonly string[];
}

/**
 * Attributes of subjects (RFC 4514 §3, RFC 4519, RFC 5280 Annex A, RFC 2985, ETSI EN 319 412-1, CA/Browser Forum EV guidelines),
 * all of which ignore case and insignificant space. Whatever is not here is compared as it is.
 */
const attributeTypes: readonly AttributeType[] = [
  { oid: '2.5.4.3', names: ['cn', 'commonname'] },
  { oid: '2.5.4.4', names: ['sn', 'surname'] },
  { oid: '2.5.4.5', names: ['serialnumber'] },
  { oid: '2.5.4.6', names: ['c', 'countryname'] },
  { oid: '2.5.4.7', names: ['l', 'localityname'] },
  { oid: '2.5.4.8', names: ['st', 's', 'stateorprovincename'] },
  { oid: '2.5.4.9', names: ['street', 'streetaddress'] },
  { oid: '2.5.4.10', names: ['o', 'organizationname'] },
  { oid: '2.5.4.11', names: ['ou', 'organizationalunitname'] },
  { oid: '2.5.4.12', names: ['title'] },
  { oid: '2.5.4.13', names: ['description'] },
  { oid: '2.5.4.15', names: ['businesscategory'] },
  { oid: '2.5.4.16', names: ['postaladdress'] },
  { oid: '2.5.4.17', names: ['postalcode'] },
  { oid: '2.5.4.41', names: ['name'] },
  { oid: '2.5.4.42', names: ['gn', 'givenname'] },
  { oid: '2.5.4.43', names: ['initials'] },
  { oid: '2.5.4.44', names: ['generationqualifier'] },
  { oid: '2.5.4.46', names: ['dnqualifier'] },
  { oid: '2.5.4.65', names: ['pseudonym'] },
  { oid: '2.5.4.97', names: ['organizationidentifier'] },
  { oid: '0.9.2342.19200300.100.1.1', names: ['uid', 'userid'] },
  { oid: '0.9.2342.19200300.100.1.25', names: ['dc', 'domaincomponent'] },
  { oid: '1.2.840.113549.1.9.1', names: ['emailaddress', 'e', 'email'] },
  { oid: '1.3.6.1.4.1.311.60.2.1.1', names: ['jurisdictionl', 'jurisdictionlocalityname'] },
  { oid: '1.3.6.1.4.1.311.60.2.1.2', names: ['jurisdictionst', 'jurisdictionstateorprovincename'] },
  { oid: '1.3.6.1.4.1.311.60.2.1.3', names: ['jurisdictionc', 'jurisdictioncountryname'] },
];

const OID = /^(?:oid\.)?((?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*))+)$/i;

const byName = new Map(attributeTypes.flatMap(({ oid, names }) => names.map((name) => [name, oid] as const)));
const known = new Set(attributeTypes.map(({ oid }) => oid));

/** The OID of an attribute type as a distinguished name writes it, a descriptor or dotted numbers; null when it is not known. */
export function attributeOid(text: string): string | null {
  return byName.get(text.toLowerCase()) ?? OID.exec(text)?.[1] ?? null;
}

export function matchingRuleOf(oid: string): MatchingRule {
  return known.has(oid) ? 'caseIgnore' : 'exact';
}
