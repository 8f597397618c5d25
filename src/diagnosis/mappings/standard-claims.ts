import type { ValueType } from '../../claims/target.js';

/** What kind of value a claim holds. `person` is any name of a person. */
type ClaimKind = 'person' | 'text' | 'email' | 'phone' | 'date' | 'boolean' | 'time' | 'object';

interface StandardClaim {
  /** The scope that asks for it. */
  readonly scope: 'profile' | 'email' | 'phone' | 'address';
  readonly kind: ClaimKind;
}

const profile = (kind: ClaimKind): StandardClaim => ({ scope: 'profile', kind });

/** OpenID Connect Core §5.1 and §5.4. */
const standardClaims: Readonly<Record<string, StandardClaim>> = {
  name: profile('person'),
  given_name: profile('person'),
  family_name: profile('person'),
  middle_name: profile('person'),
  nickname: profile('text'),
  preferred_username: profile('text'),
  profile: profile('text'),
  picture: profile('text'),
  website: profile('text'),
  gender: profile('text'),
  birthdate: profile('date'),
  zoneinfo: profile('text'),
  locale: profile('text'),
  updated_at: profile('time'),
  email: { scope: 'email', kind: 'email' },
  email_verified: { scope: 'email', kind: 'boolean' },
  phone_number: { scope: 'phone', kind: 'phone' },
  phone_number_verified: { scope: 'phone', kind: 'boolean' },
  address: { scope: 'address', kind: 'object' },
};

export function standardClaim(name: string): StandardClaim | null {
  return Object.hasOwn(standardClaims, name) ? (standardClaims[name] ?? null) : null;
}

/** Types of fields that a value of a kind can never have. */
const impossible: Readonly<Record<ClaimKind, readonly ValueType[]>> = {
  person: ['address', 'phone', 'date', 'country', 'document_type', 'identification_type'],
  text: ['date', 'document_type', 'identification_type'],
  email: ['phone', 'date', 'country', 'document_type', 'identification_type'],
  phone: ['address', 'date', 'country', 'document_type', 'identification_type'],
  date: ['address', 'phone', 'country', 'document_type', 'identification_type'],
  boolean: ['address', 'phone', 'date', 'country', 'document_type', 'identification_type'],
  time: ['address', 'phone', 'country', 'document_type', 'identification_type'],
  object: [],
};

export function cannotBe(kind: ClaimKind, type: ValueType): boolean {
  return impossible[kind].includes(type);
}
