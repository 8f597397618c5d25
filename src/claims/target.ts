/**
 * The fields that a mapping can validate or update: a closed list, plus `custom.<field>` for values that only the sender
 * knows. Each has one type, and each type one normal form (normal-form.ts).
 */

/** How a field's values are written; see normal-form.ts. */
export type ValueType = 'text' | 'address' | 'phone' | 'date' | 'country' | 'document_type' | 'identification_type';

interface TargetDefinition {
  readonly type: ValueType;
  /** Whether a provider's value may overwrite the field. E-mail is what updates are filed under, so it never is. */
  readonly updatable: boolean;
  readonly deprecated: boolean;
}

const field = <const Type extends ValueType>(type: Type) => ({ type, updatable: true, deprecated: false }) as const;

const definitions = {
  'recipient.firstName': field('text'),
  'recipient.lastName': field('text'),
  /** First and last name together: what providers have that know no border between them. No field of its own. */
  'recipient.fullName': { type: 'text', updatable: false, deprecated: false },
  'recipient.email': { type: 'address', updatable: false, deprecated: false },
  'recipient.phoneNumber': field('phone'),
  'certificate.holderLastName': field('text'),
  'certificate.documentType': field('document_type'),
  'certificate.documentNumber': field('text'),
  'certificate.documentIssuedOn': field('date'),
  'certificate.documentIssuedBy': field('text'),
  'certificate.documentExpiryDate': field('date'),
  'certificate.documentIssuingCountry': field('country'),
  'certificate.identificationCountry': field('country'),
  'certificate.identificationType': field('identification_type'),
  'certificate.identificationNumber': field('text'),
  'certificate.phoneNumber': field('phone'),
  /** A person of the tenant, not a recipient: who logs in to the service itself. */
  'user.email': { type: 'address', updatable: false, deprecated: false },
  'user.displayName': field('text'),
  'user.language': field('text'),
  'certificate.countryOfResidence': { type: 'country', updatable: true, deprecated: true },
} as const satisfies Readonly<Record<string, TargetDefinition>>;

type PredefinedTarget = keyof typeof definitions;
export type UpdatableTarget = Exclude<PredefinedTarget, 'recipient.email' | 'recipient.fullName' | 'user.email'>;
/** A field that the sender fills in when creating the authentication. Text; for `validate` only. */
type CustomTarget = `custom.${string}`;
export type Target = PredefinedTarget | CustomTarget;

export const predefinedTargets = Object.keys(definitions) as readonly PredefinedTarget[];
export const updatableTargets = predefinedTargets.filter(isUpdatable);

/** 1 to 100 characters without control characters, line breaks, or white space at the ends. */
export const customFieldPattern = /^(?!\s)[^\p{Cc}\p{Zl}\p{Zp}\p{Cs}]{1,100}(?<!\s)$/u;

export function isPredefinedTarget(text: string): text is PredefinedTarget {
  return Object.hasOwn(definitions, text);
}

export function isTarget(text: string): text is Target {
  return isPredefinedTarget(text) || (text.startsWith('custom.') && customFieldPattern.test(text.slice(7)));
}

/** Whether it is about people of the tenant who log in, and means nothing for a signer. */
export function isOfUser(target: Target): boolean {
  return target.startsWith('user.');
}

export function isUpdatable(target: Target): target is UpdatableTarget {
  return isPredefinedTarget(target) && definitions[target].updatable;
}

export function typeOfTarget(target: Target): ValueType {
  return isPredefinedTarget(target) ? definitions[target].type : 'text';
}

/** Whether the field is a name of a person, or one of several. */
export function isPersonName(target: Target): boolean {
  return target === 'recipient.firstName' || target === 'recipient.lastName' || target === 'certificate.holderLastName';
}

/**
 * The reference product's names: `Email`, `FirstName` …, and the certificate's fields also by their API names (`documentNumber`).
 */
const filterIds: ReadonlyMap<string, PredefinedTarget> = new Map(
  predefinedTargets
    // The reference product has one `PhoneNumber`, the recipient's; the letter case alone must not choose another one.
    .filter((target) => target !== 'certificate.phoneNumber' && !isOfUser(target))
    .flatMap((target) => filterIdsOf(target).map((id) => [id, target] as const)),
);

function filterIdsOf(target: PredefinedTarget): readonly string[] {
  const [group = '', name = ''] = target.split('.', 2);
  const id = name.charAt(0).toUpperCase() + name.slice(1);
  return group === 'certificate' ? [id, name] : [id];
}

/**
 * The target that a `FilterId` (v4/v5) or `FieldReferenceId` (v6) of an eSignAnyWhere envelope names: a predefined field,
 * also when written as this API writes it (`recipient.email`), or else `custom.<id>`. Exact, letter case included.
 */
export function targetFromFilterId(id: string): Target {
  if (isPredefinedTarget(id)) return id;
  return filterIds.get(id) ?? (id.startsWith('custom.') ? (id as CustomTarget) : `custom.${id}`);
}
