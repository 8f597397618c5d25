/** Names that providers give to what a recipient has, without signs between their words. */
const suggestions: readonly (readonly [target: string, names: readonly string[]])[] = [
  ['recipient.firstName', ['givenname', 'firstname', 'forename']],
  ['recipient.lastName', ['familyname', 'lastname', 'surname', 'sn']],
  ['recipient.fullName', ['name', 'fullname', 'displayname', 'commonname', 'cn']],
  ['recipient.phoneNumber', ['phonenumber', 'phone', 'mobile', 'mobilephone', 'msisdn']],
];

/**
 * What a claim is probably compared with, by the last name of its path: a mapping of it then takes the place of the one with that
 * target, and not of another one. Pure.
 */
export function suggestedTarget(path: string): string {
  const last = /([^.:'"[\]/]+)['"\]]*$/.exec(path)?.[1] ?? '';
  const name = last.toLowerCase().replaceAll(/[^a-z]/g, '');
  return suggestions.find(([, names]) => names.includes(name))?.[0] ?? 'recipient.email';
}
