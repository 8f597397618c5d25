import { Validator } from '@cfworker/json-schema';
import { useQuery } from '@tanstack/react-query';
import type { Fault } from '../parts/json/fault.js';
import { publicPath } from '../public-path.js';

interface Description {
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

/** Keywords that only say that something deeper is wrong. */
const wrapping = new Set([
  'properties',
  'items',
  'prefixItems',
  'additionalProperties',
  '$ref',
  'allOf',
  'anyOf',
  'oneOf',
  'if',
  'then',
  'else',
  'not',
]);

/** `#/idToken/mappings/0` as the API writes places. */
function pathOf(pointer: string): string {
  const steps = pointer
    .replace(/^#\/?/, '')
    .split('/')
    .filter((step) => step !== '');
  const names = steps.map((step) => decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~'));
  return names.reduce((path, name) => (/^\d+$/.test(name) ? `${path}[${name}]` : `${path}.${name}`), '$');
}

/** A member that the schema does not know is told at its own place. */
const unknownMember = /^Property "([^"]+)" does not match additional properties schema/;

function judgeWith(validator: Validator, body: unknown): readonly Fault[] {
  const { errors } = validator.validate(body);
  const faults = new Map<string, Fault>();
  for (const { keyword, instanceLocation, error } of errors) {
    const path = pathOf(instanceLocation);
    const [, unknown] = unknownMember.exec(error) ?? [];
    if (unknown !== undefined)
      faults.set(`${path}.${unknown}`, { path: `${path}.${unknown}`, message: 'is not a member that there is' });
    else if (!wrapping.has(keyword) && keyword !== 'false' && !faults.has(path))
      faults.set(path, { path, message: error.replace(/\.$/, '') });
  }
  return [...faults.values()];
}

/**
 * Judges a body by the schema of the API's own description, which is asked for when somebody begins to write one. What the schema
 * cannot say the API says when the body is sent.
 *
 * @param name of the schema, e.g. `ProviderRequest`
 * @returns null until the description is there
 */
export function useBodySchema(name: string): ((body: unknown) => readonly Fault[]) | null {
  const { data } = useQuery({
    queryKey: ['description', name],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => {
      const description = (await (await fetch(`${publicPath}/openapi.json`)).json()) as Description;
      const written = JSON.stringify({ $ref: `#/$defs/${name}`, $defs: description.components.schemas });
      const schema = JSON.parse(written.replaceAll('#/components/schemas/', '#/$defs/')) as object;
      return new Validator(schema, '2020-12', false);
    },
  });
  return data === undefined ? null : (body) => judgeWith(data, body);
}
