import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

/** An answer of the API as a caller got it. */
interface GivenAnswer {
  readonly method: string;
  /** With the query, if any. */
  readonly path: string;
  readonly status: number;
  /** Without parameters; empty: no body was sent. */
  readonly mediaType: string;
  /** Parsed, where it is JSON. */
  readonly body: unknown;
}

interface Response {
  readonly content?: Readonly<Record<string, { readonly schema?: object }>>;
}

interface Description {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { readonly responses: Readonly<Record<string, Response>> }>>>
  >;
}

interface Route {
  readonly path: string;
  readonly shape: RegExp;
}

/** A route of fixed words comes before one with parameters in their place. */
const parametersOf = ({ path }: Route): number => path.split('{').length;

const shapeOf = (path: string): RegExp =>
  new RegExp(`^${path.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&').replaceAll(/\{[^}]+\}/g, '[^/]+')}$`);

/**
 * The description with no room for members that it does not name. That of the service leaves it, so that clients outlive the next
 * member; what the service answers today is all to be described.
 */
export function closedDescription<T>(document: T): T {
  return JSON.parse(JSON.stringify(document), (_name, schema: unknown) => {
    const isOpen = typeof schema === 'object' && schema !== null && 'type' in schema && schema.type === 'object';
    if (!isOpen || !('properties' in schema) || 'additionalProperties' in schema) return schema;
    return { ...schema, additionalProperties: false };
  }) as T;
}

/**
 * Judges answers by the API's description, with a validator that the service does not have: whoever generates a client from the
 * description gets what it promises.
 */
class DescribedAnswers {
  // Compiling takes longer than all judging: the description itself is held to its rules elsewhere, and no part is compiled twice.
  private readonly ajv = new Ajv2020({
    strict: false,
    validateFormats: false,
    validateSchema: false,
    allErrors: true,
    inlineRefs: false,
    code: { optimize: false },
  });
  private readonly compiled = new Map<string, ValidateFunction>();
  /** By the schema as it stands in the document: writing it as text takes longer than judging most answers. */
  private readonly known = new WeakMap<object, ValidateFunction>();
  private readonly document: Description;
  private readonly routes: readonly Route[];

  /** @param document OpenAPI 3.1 */
  constructor(document: Description) {
    this.document = closedDescription(document);
    this.ajv.addSchema(this.document, 'api');
    this.routes = Object.keys(document.paths)
      .map((path) => ({ path, shape: shapeOf(path) }))
      .toSorted((one, other) => parametersOf(one) - parametersOf(other));
  }

  /** What the description does not allow of an answer; null: nothing, or it is no answer of the API. */
  fault({ method, path, status, mediaType, body }: GivenAnswer): string | null {
    const [bare = ''] = path.split('?', 1);
    const route = this.routes.find(({ shape }) => shape.test(bare));
    const operation = route === undefined ? undefined : this.document.paths[route.path]?.[method.toLowerCase()];
    if (route === undefined || operation === undefined) return null;
    const named = [String(status), `${String(status)[0]}XX`, 'default'].find((name) => name in operation.responses);
    const where = `${method} ${route.path} answered ${status}`;
    if (named === undefined) return `${where}, which the description does not know`;
    const content = operation.responses[named]?.content;
    // Texts that have no schema are described in words.
    if (mediaType === '' || content === undefined) return null;
    if (!(mediaType in content))
      return `${where} with ${mediaType}, the description has ${Object.keys(content).join(', ')}`;
    const schema = content[mediaType]?.schema;
    if (schema === undefined || !mediaType.endsWith('json')) return null;
    const validate = this.validatorOf(schema);
    if (validate(body)) return null;
    return `${where} with what the description does not allow: ${this.ajv.errorsText(validate.errors)} in ${JSON.stringify(body)}`;
  }

  private validatorOf(schema: object): ValidateFunction {
    const known = this.known.get(schema);
    if (known !== undefined) return known;
    const absolute = JSON.stringify(schema).replaceAll('"#/components', '"api#/components');
    const validate = this.compiled.get(absolute) ?? this.ajv.compile(JSON.parse(absolute) as object);
    this.compiled.set(absolute, validate);
    this.known.set(schema, validate);
    return validate;
  }
}

type Judge = (answer: GivenAnswer) => Promise<void>;

const judges = new Map<string, Judge>();

/** The descriptions of all services of one process differ in their address only. */
let described: Promise<DescribedAnswers> | undefined;

/**
 * Has every answer of a service judged by the API's description.
 * @param describe gives its OpenAPI document; asked once in a process
 * @returns ends it
 */
export function judgeAnswers(url: string, describe: () => Promise<object>): () => void {
  judges.set(url, async (answer) => {
    described ??= describe().then((document) => new DescribedAnswers(document as Description));
    const fault = (await described).fault(answer);
    if (fault !== null) throw new Error(fault);
  });
  return () => judges.delete(url);
}

/** What judges the answers of a service; undefined: nobody does. */
export const judgeOf = (url: string): Judge | undefined => judges.get(url);
