/** JSON Schema 2020-12, as far as the description of the API uses it. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly maximum?: number;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly example?: unknown;
  readonly examples?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly prefixItems?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
}

/** One member of a request body, wherever it stands. */
export interface Member {
  /** As the API writes it, e.g. `$.resources[0].uri`. */
  readonly path: string;
  readonly schema: JsonSchema;
  /** A body that reaches the member and gives it `value`; what else it needs may be missing. */
  readonly bodyWith: (value: unknown) => unknown;
  /** Whether the object that it stands in refuses members that it does not know. */
  readonly unknown: boolean;
}

type Resolve = (reference: string) => JsonSchema;

/** Something that the schema may well accept: enough to tell which alternative is meant. */
function sampleOf(given: JsonSchema, resolve: Resolve): unknown {
  const schema = given.$ref === undefined ? given : resolve(given.$ref);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.default !== undefined) return schema.default;
  const first = schema.anyOf?.[0] ?? schema.oneOf?.[0] ?? schema.allOf?.[0];
  if (first !== undefined) return sampleOf(first, resolve);
  if (schema.properties !== undefined) return requiredOf(schema, resolve);
  const samples: Readonly<Record<string, unknown>> = { array: [], object: {}, integer: 1, number: 1, boolean: true };
  return samples[[schema.type].flat()[0] ?? ''] ?? 'sample';
}

const requiredOf = (schema: JsonSchema, resolve: Resolve): Record<string, unknown> =>
  Object.fromEntries(
    (schema.required ?? []).flatMap((name) => {
      const member = schema.properties?.[name];
      return member === undefined ? [] : [[name, sampleOf(member, resolve)] as const];
    }),
  );

/** Walks the schema of a request body and lists its members, those of alternatives and list items among them. */
export function membersOf(root: JsonSchema, resolve: Resolve): readonly Member[] {
  const walk = (given: JsonSchema, path: string, bodyWith: Member['bodyWith'], depth: number): Member[] => {
    if (depth > 8) return [];
    const schema = given.$ref === undefined ? given : resolve(given.$ref);
    const alternatives = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
    const found = alternatives.flatMap((alternative) => walk(alternative, path, bodyWith, depth + 1));
    const base = requiredOf(schema, resolve);
    for (const [name, member] of Object.entries(schema.properties ?? {})) {
      const place = `${path}.${name}`;
      const inside: Member['bodyWith'] = (value) => bodyWith({ ...base, [name]: value });
      found.push({ path: place, schema: member, bodyWith: inside, unknown: false });
      found.push(...walk(member, place, inside, depth + 1));
    }
    if (schema.properties !== undefined && schema.additionalProperties === false) {
      const inside: Member['bodyWith'] = (value) => bodyWith({ ...base, misspelt: value });
      found.push({ path: `${path}.misspelt`, schema: {}, bodyWith: inside, unknown: true });
    }
    if (schema.items !== undefined) {
      const inside: Member['bodyWith'] = (value) => bodyWith([value]);
      found.push({ path: `${path}[0]`, schema: schema.items, bodyWith: inside, unknown: false });
      found.push(...walk(schema.items, `${path}[0]`, inside, depth + 1));
    }
    return found;
  };
  return walk(root, '$', (value) => value, 0);
}
