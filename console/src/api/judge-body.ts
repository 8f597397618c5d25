import { Validator } from '@cfworker/json-schema';
import type { Fault } from '../parts/json/fault.js';
import { narrowed, type Schemas } from './narrowed-schema.js';

/** Keywords that only say that something deeper is wrong. */
const wrapping = new Set(['properties', 'items', 'prefixItems', 'additionalProperties', '$ref', 'allOf', 'false']);

/** Inside of a choice that does not fit as a whole: what each of its forms lacks says nothing of the one that was meant. */
const insideOfChoice = /\/(?:anyOf|oneOf)\/\d/;

/** `#/idToken/mappings/0` as the API writes places. */
function pathOf(pointer: string): string {
  const steps = pointer
    .replace(/^#\/?/, '')
    .split('/')
    .filter((step) => step !== '');
  const names = steps.map((step) => decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~'));
  return names.reduce((path, name) => (/^\d+$/.test(name) ? `${path}[${name}]` : `${path}.${name}`), '$');
}

const count = (found: string | undefined, noun: string): string => `${found ?? ''} ${noun}${found === '1' ? '' : 's'}`;

/** What the validator found, in the words that the API has for it. */
function saidOf(keyword: string, error: string): string {
  const [, bound] = /\(\d+ [<>] (\d+)\)/.exec(error) ?? [];
  const [, expected = ''] = /(?:Expected|match any of|match) (?:\[)?(".*?")\]?\.?$/.exec(error) ?? [];
  if (keyword === 'minLength') return `expected at least ${count(bound, 'character')}`;
  if (keyword === 'maxLength') return `expected at most ${count(bound, 'character')}`;
  if (keyword === 'minItems') return `expected at least ${count(bound, 'element')}`;
  if (keyword === 'maxItems') return `expected at most ${count(bound, 'element')}`;
  if (keyword === 'type') return `expected ${expected.replaceAll('"', '')}`;
  if (keyword === 'enum' || keyword === 'const') return `expected one of ${expected.replaceAll(',', ', ')}`;
  if (keyword === 'format') return `expected ${expected.replaceAll('"', '')}`;
  if (keyword === 'pattern') return 'has not the form that is expected';
  if (keyword === 'anyOf' || keyword === 'oneOf') return 'has none of the forms that are expected';
  return error.replace(/\.$/, '');
}

/** What the schema itself says of its values (`$comment`), at the place of one of its keywords. */
function commentAt(schema: unknown, keywordLocation: string): string {
  const steps = keywordLocation.split('/').slice(1, -1);
  const place = steps.reduce<unknown>(
    (at, step) => (typeof at === 'object' && at !== null ? (at as Readonly<Record<string, unknown>>)[step] : undefined),
    schema,
  );
  const comment = typeof place === 'object' && place !== null && '$comment' in place ? place.$comment : undefined;
  return typeof comment === 'string' ? `; ${comment}` : '';
}

/** A member that the schema does not know, or that it needs, is told at its own place. */
const unknownMember = /^Property "([^"]+)" does not match additional properties schema/;
const missingMember = /^Instance does not have required property "([^"]+)"/;

/**
 * What is wrong with a body by the schema of the API's own description. Of a choice between forms only the one that was meant is held
 * against the body, and values that are shown as stored are left alone. Pure.
 *
 * @param name of the body's schema, e.g. `ProviderRequest`
 */
export function judgeBody(schemas: Schemas, name: string, body: unknown): readonly Fault[] {
  const schema = narrowed(schemas, schemas[name], body);
  const { errors } = new Validator(schema as object, '2020-12', false).validate(body);
  const faults = new Map<string, Fault>();
  for (const { keyword, keywordLocation, instanceLocation, error } of errors) {
    if (insideOfChoice.test(keywordLocation)) continue;
    const path = pathOf(instanceLocation);
    const [, unknown] = unknownMember.exec(error) ?? [];
    const [, missing] = missingMember.exec(error) ?? [];
    const member = unknown ?? missing;
    if (member !== undefined)
      faults.set(`${path}.${member}`, {
        path: `${path}.${member}`,
        message: unknown === undefined ? 'is required' : 'is not a member that there is',
      });
    else if (!wrapping.has(keyword) && !faults.has(path))
      faults.set(path, { path, message: `${saidOf(keyword, error)}${commentAt(schema, keywordLocation)}` });
  }
  return [...faults.values()];
}
