import type { OpenAPIObject } from '@nestjs/swagger';

type Schema = Readonly<Record<string, unknown>>;

const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null;

/** Deeper than this a member is written as JSON. */
const DEEPEST = 4;

/** The columns of a list by the API's description: every member of an item, objects opened. Null when the route has no list. */
export function listColumns(document: OpenAPIObject, route: string): readonly (readonly string[])[] | null {
  const path = route.replaceAll(/:([A-Za-z]+)/g, '{$1}');
  const response = document.paths[path]?.get?.responses['200'];
  if (response === undefined || !('content' in response)) return null;
  const page = resolved(document, response.content['application/json']?.schema);
  const items = resolved(document, memberOf(page, 'items'));
  const item = resolved(document, items?.['items']);
  if (item === null) return null;
  const columns = columnsOf(document, item, []);
  return columns.length === 0 ? null : columns;
}

function columnsOf(document: OpenAPIObject, schema: Schema, above: readonly string[]): string[][] {
  return [...membersOf(document, schema)].flatMap(([name, member]) => {
    const path = [...above, name];
    const inner = path.length < DEEPEST ? resolved(document, member) : null;
    const columns = inner === null ? [] : columnsOf(document, inner, path);
    return columns.length === 0 ? [path] : columns;
  });
}

/** Members of an object; of one with alternatives those of all. */
function membersOf(document: OpenAPIObject, schema: Schema): Map<string, unknown> {
  const members = new Map(Object.entries(isSchema(schema['properties']) ? schema['properties'] : {}));
  for (const keyword of ['anyOf', 'oneOf', 'allOf']) {
    const parts = schema[keyword];
    if (!Array.isArray(parts)) continue;
    for (const part of parts) {
      const inner = resolved(document, part);
      if (inner === null) continue;
      for (const [name, member] of membersOf(document, inner)) if (!members.has(name)) members.set(name, member);
    }
  }
  return members;
}

function memberOf(schema: Schema | null, name: string): unknown {
  const properties = schema?.['properties'];
  return isSchema(properties) ? properties[name] : undefined;
}

function resolved(document: OpenAPIObject, schema: unknown): Schema | null {
  if (!isSchema(schema)) return null;
  const reference = schema['$ref'];
  if (typeof reference !== 'string') return schema;
  const schemas = document.components?.schemas as Readonly<Record<string, unknown>> | undefined;
  return resolved(document, schemas?.[reference.replace('#/components/schemas/', '')]);
}
