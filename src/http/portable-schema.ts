import { z } from 'zod';

type JsonSchema = z.core.JSONSchema.JSONSchema;
type Definitions = NonNullable<JsonSchema['$defs']>;
type Items = NonNullable<JsonSchema['items']>;

/**
 * A pattern that tools in other languages read as ours do: Python's `re` has no `\p{Cc}` and Go's `regexp` no `\u0000`, and text with
 * halves of characters (`\p{Cs}`) is refused everywhere anyway. Any other property would be left out rather than misread.
 */
function portable(pattern: string): string | undefined {
  const written = pattern.replaceAll('\\p{Cc}', '\\x00-\\x1f\\x7f-\\x9f').replaceAll('\\p{Cs}', '');
  return /\\p\{/i.test(written) ? undefined : written;
}

/**
 * The JSON Schema 2020-12 of a zod schema, written so that tools of other languages read it as ours do.
 *
 * @param io `input`: as it may be sent; `output`: as it is answered: with its defaults filled in, and open to members that come later
 * @returns the schema, and the named ones that it refers to as `#/$defs/<name>`
 */
export function portableSchema(schema: z.ZodType, io: 'input' | 'output') {
  const {
    $schema: _dialect,
    $defs,
    ...converted
  } = z.toJSONSchema(schema, {
    io,
    target: 'draft-2020-12',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      // What is sent is closed where it says so itself. A client that was made from this description has to outlive our next member.
      if (io === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
      // Examples are written as one sends them; what is answered has its defaults filled in.
      if (io === 'output' && jsonSchema.examples !== undefined)
        jsonSchema.examples = jsonSchema.examples.map(
          (example): unknown => z.safeParse(zodSchema, example).data ?? example,
        );
      if (jsonSchema.pattern === undefined) return;
      const pattern = portable(jsonSchema.pattern);
      if (pattern === undefined) delete jsonSchema.pattern;
      else jsonSchema.pattern = pattern;
    },
  });
  return withoutKindsOfJson(converted, $defs ?? {});
}

/**
 * Any JSON value is `{}`, which says as much as the union of its kinds. That union holds itself, and generators of clients
 * (openapi-python-client) leave such a one out together with every operation that names it.
 */
function withoutKindsOfJson(schema: JsonSchema, definitions: Definitions) {
  const anyJson = new Set(
    Object.entries(definitions).flatMap(([name, { anyOf = [] }]) => {
      const itself = `#/$defs/${name}`;
      const kinds = anyOf.map(({ type, items }) => (items !== undefined && isRef(items, itself) ? 'itself' : type));
      return kinds.includes('itself') && kinds.includes('null') ? [itself] : [];
    }),
  );
  if (anyJson.size === 0) return { schema, components: definitions };
  const rest = Object.entries(definitions).filter(([name]) => !anyJson.has(`#/$defs/${name}`));
  return JSON.parse(JSON.stringify({ schema, components: Object.fromEntries(rest) }), (_name, value: unknown) => {
    if (typeof value !== 'object' || value === null || !('$ref' in value) || !anyJson.has(String(value.$ref)))
      return value;
    const { $ref: _anyJson, ...described } = value;
    return described;
  }) as { schema: JsonSchema; components: Definitions };
}

const isRef = (items: Items, reference: string): boolean =>
  typeof items === 'object' && '$ref' in items && items.$ref === reference;
