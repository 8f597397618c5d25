import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { JsonSchema } from './schema-members.js';

/** One operation that the API's description lists. */
export interface ApiOperation {
  readonly id: string;
  readonly method: string;
  /** With `{name}` in place of path parameters. */
  readonly path: string;
  readonly body: JsonSchema | null;
  readonly query: readonly { readonly name: string; readonly schema: JsonSchema }[];
  /** What an API key needs; empty where none is asked for. */
  readonly requiredScopes: readonly string[];
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema: JsonSchema;
}

interface Operation {
  readonly operationId: string;
  readonly 'x-required-scopes'?: readonly string[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>> };
}

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> };
}

/** The description of the API, as a test reads it. */
export class ApiOperations {
  private readonly description: Description;
  private readonly compiled = new Map<string, ValidateFunction>();
  private readonly ajv = new Ajv2020({ strict: false, validateFormats: false });

  constructor(openApiDocument: unknown) {
    this.description = openApiDocument as Description;
    this.ajv.addSchema(this.description, 'api');
  }

  get all(): readonly ApiOperation[] {
    return Object.entries(this.description.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        id: operation.operationId,
        method: method.toUpperCase(),
        path,
        body: operation.requestBody?.content['application/json']?.schema ?? null,
        query: (operation.parameters ?? []).filter((parameter) => parameter.in === 'query'),
        requiredScopes: operation['x-required-scopes'] ?? [],
      })),
    );
  }

  readonly resolve = (reference: string): JsonSchema => {
    const schema = this.description.components.schemas[reference.replace('#/components/schemas/', '')];
    if (schema === undefined) throw new Error(`The description refers to ${reference}, which it does not have`);
    return schema;
  };

  /** Whether the description allows a value; formats are left to the service. */
  allows(schema: JsonSchema, value: unknown): boolean {
    // By their text: many members have one schema, and compiling one takes longer than a request.
    const absolute = JSON.stringify(schema).replaceAll('"#/components', '"api#/components');
    const known = this.compiled.get(absolute);
    if (known !== undefined) return known(value);
    const compiled = this.ajv.compile(JSON.parse(absolute) as object);
    this.compiled.set(absolute, compiled);
    return compiled(value);
  }
}

/** An address of the operation, with something that fits in place of each path parameter. */
export const addressOf = (operation: ApiOperation, value = 'no-such-thing'): string =>
  operation.path.replace(/\{[^}]+\}/g, encodeURIComponent(value));
