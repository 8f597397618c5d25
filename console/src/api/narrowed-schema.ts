/** A JSON Schema, or a member of one. */
type Schema = Readonly<Record<string, unknown>>;

/** The schemas of the API's description by their names. */
export type Schemas = Readonly<Record<string, unknown>>;

const REFERENCE = '#/components/schemas/';

const isObject = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `{"set": true, …}`: what answers show in the place of a value that is never shown again. */
const isStored = (value: unknown): boolean => isObject(value) && typeof value['set'] === 'boolean';

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value;
}

function resolved(schemas: Schemas, schema: unknown): Schema {
  if (!isObject(schema)) return {};
  const { $ref, ...beside } = schema;
  if (typeof $ref !== 'string') return schema;
  return { ...resolved(schemas, schemas[$ref.replace(REFERENCE, '')]), ...beside };
}

/** Whether a form is the one that was meant: the kind of value is, and each member that names the form names this one. */
function isMeant({ type, properties }: Schema, value: unknown): boolean {
  const kind = typeOf(value);
  if (typeof type === 'string' && type !== kind && !(kind === 'number' && type === 'integer')) return false;
  if (!isObject(properties) || !isObject(value)) return true;
  return Object.entries(properties).every(([name, property]) => {
    const names = isObject(property) ? (property['const'] ?? property['enum']) : undefined;
    const only = Array.isArray(names) ? (names.length === 1 ? (names[0] as unknown) : undefined) : names;
    return only === undefined || value[name] === undefined || value[name] === only;
  });
}

function withOneForm(schemas: Schemas, schema: Schema, value: unknown): Schema {
  const forms = schema['oneOf'] ?? schema['anyOf'];
  if (!Array.isArray(forms)) return schema;
  const { oneOf: _, anyOf: __, ...beside } = schema;
  const all = forms.map((form) => resolved(schemas, form));
  const meant = all.filter((form) => isMeant(form, value));
  const [only] = meant;
  if (meant.length === 1 && only !== undefined) return withOneForm(schemas, { ...beside, ...only }, value);
  return { ...beside, anyOf: (meant.length > 0 ? meant : all).map((form) => narrowed(schemas, form, value)) };
}

/**
 * The schema as far as it is about one value: references are followed, and a choice between forms becomes the one that the value names,
 * so that what is wrong is told of that one alone. Pure.
 */
export function narrowed(schemas: Schemas, whole: unknown, value: unknown): unknown {
  if (!isObject(whole)) return whole;
  const schema = withOneForm(schemas, resolved(schemas, whole), value);
  if (schema['writeOnly'] === true && isStored(value)) return {};
  const { properties, items, additionalProperties } = schema;
  if (Array.isArray(value)) {
    const { items: _, ...beside } = schema;
    return items === undefined ? beside : { ...beside, prefixItems: value.map((one) => narrowed(schemas, items, one)) };
  }
  if (!isObject(value)) return schema;
  const known = isObject(properties) ? properties : {};
  const members = Object.entries(value).flatMap(([name, member]) => {
    const about = known[name] ?? (isObject(additionalProperties) ? additionalProperties : undefined);
    return about === undefined ? [] : [[name, narrowed(schemas, about, member)] as const];
  });
  return { ...schema, properties: Object.fromEntries(members) };
}
