import { z } from 'zod';

type Issue = z.core.$ZodRawIssue;

const jsonTypes: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  null: 'null',
  object: 'an object',
  record: 'an object',
  array: 'an array',
  tuple: 'an array',
};

const formats: Readonly<Record<string, string>> = {
  uuid: 'a UUID',
  guid: 'a UUID',
  url: 'an absolute URL',
  email: 'an e-mail address',
  datetime: 'a time such as 2030-01-31T00:00:00Z',
  date: 'a day such as 2030-01-31',
  base64: 'base64',
  base64url: 'base64url',
};

const typeOf = (type: string): string => jsonTypes[type] ?? type;

function sortOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'boolean' ? 'a boolean' : typeOf(typeof value);
}

const count = (amount: number | bigint, unit: string): string => `${amount} ${unit}${Number(amount) === 1 ? '' : 's'}`;

/** What a bound is counted in; numbers are not counted. */
function amountOf(issue: Issue & { readonly code: 'too_small' | 'too_big' }, amount: number | bigint): string {
  if (issue.origin === 'string') return count(amount, 'character');
  return issue.origin === 'array' ? count(amount, 'item') : String(amount);
}

function bound(issue: Issue & { readonly code: 'too_small' | 'too_big' }): string {
  const [amount, inclusive, exclusive] =
    issue.code === 'too_small'
      ? ([issue.minimum, 'at least', 'more than'] as const)
      : ([issue.maximum, 'at most', 'less than'] as const);
  if (issue.exact === true) return `exactly ${amountOf(issue, amount)}`;
  return `${issue.inclusive === false ? exclusive : inclusive} ${amountOf(issue, amount)}`;
}

const oneOf = (values: readonly unknown[]): string =>
  values.length === 1 ? String(values[0]) : `one of ${values.map(String).join(', ')}`;

/** Members that are named where an object is missing: more of them would be no help. */
const NAMED_AT_MOST = 4;

/** Members that an object cannot be without. */
function requiredMembers(schema: Issue['inst']): readonly string[] {
  if (schema instanceof z.ZodDiscriminatedUnion) return [schema.def.discriminator];
  if (!(schema instanceof z.ZodObject)) return [];
  const shape: Readonly<Record<string, z.ZodType>> = schema.shape;
  return Object.entries(shape)
    .filter(([, member]) => member._zod.optin === undefined)
    .map(([name]) => name);
}

/** An object by what it has to hold, e.g. `an object (with name)`. */
function objectOf({ inst }: Issue): string {
  const required = requiredMembers(inst);
  if (required.length === 0 || required.length > NAMED_AT_MOST) return 'an object';
  return `an object (with ${required.join(', ')})`;
}

/** What a schema expects where it says nothing itself; null: nothing that words can be found for. */
function expectation(issue: Issue): string | null {
  switch (issue.code) {
    case 'invalid_type':
      return issue.expected === 'object' ? objectOf(issue) : typeOf(issue.expected);
    case 'invalid_value':
      return oneOf(issue.values);
    case 'invalid_union':
      return Array.isArray(issue.options) ? oneOf(issue.options) : null;
    case 'too_small':
    case 'too_big':
      return bound(issue);
    case 'not_multiple_of':
      return `a multiple of ${issue.divisor}`;
    case 'invalid_format':
      return formats[issue.format] ?? null;
    default:
      return null;
  }
}

/** The value that is at fault: of a union that is told by one member, that member's. */
function faultyValue(issue: Issue): unknown {
  if (issue.code !== 'invalid_union' || issue.discriminator === undefined) return issue.input;
  const given: unknown = issue.input;
  return typeof given === 'object' && given !== null && Object.hasOwn(given, issue.discriminator)
    ? (given as Readonly<Record<string, unknown>>)[issue.discriminator]
    : undefined;
}

/**
 * Says what is wrong with a value to somebody who does not know the schema library: `is required: a string`, `expected an object
 * (with name), not a string`. Passed to a parse as `error`; what a schema says itself goes first. Values are never repeated: they may be secrets.
 */
export function plainWords(issue: Issue): string {
  const expected = expectation(issue);
  const value = faultyValue(issue);
  if (value === undefined) {
    const isTold = expected !== null && (issue.code !== 'invalid_type' || issue.expected in jsonTypes);
    return isTold ? `is required: ${expected}` : 'is required';
  }
  if (expected === null) return 'is not in a form that is accepted here';
  if (issue.code !== 'invalid_type') return `expected ${expected}`;
  const sort = sortOf(value);
  return sort === expected || (issue.expected === 'int' && sort === 'a number')
    ? `expected ${expected}`
    : `expected ${expected}, not ${sort}`;
}
