import type { INestApplication } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import { z } from 'zod';
import { problemSchema } from '../errors/problem-document.js';
import { listColumns } from './csv/list-columns.js';
import { describedLibrary } from './described.js';
import { portableSchema } from './portable-schema.js';
import { markedAsRequest, withRequestForms } from './request-forms.js';

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;
type Body = Exclude<NonNullable<Operation['requestBody']>, { $ref: string }>;
type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

const DESCRIPTION = `Proves who a signer is, at the identity provider their customer trusts.

Errors are RFC 9457 problem+json; the \`type\` of each opens its explanation. Unknown members of a request are refused by name;
answers and events may get further members at any time: let those pass that you do not know. Lists take \`limit\` and \`cursor\` and
answer \`{items, next}\`, or with \`Accept: text/csv\` a table. What a route needs of an API key or an
access token stands in its \`x-required-scopes\`.`;

/** What an operation may answer besides its own, by status; by range what only some of its requests come to. */
const problems = {
  '400': 'The body, the query or the path is not as described; `errors` names each member.',
  '401': 'There is no key or token, or none that counts.',
  '403': 'The key or token lacks a scope, which `detail` names; or its tenant is suspended.',
  '404': 'There is none of that name or id that the caller may see.',
  '412': 'It was changed since the revision of `If-Match`.',
  '428': '`If-Match` is missing.',
  '429': 'Too many requests; `Retry-After` says when to come again.',
  '503': 'The database is away; `Retry-After` says when to come again.',
  '4XX': 'The request cannot be accepted; `code` and `errors` say why.',
  '5XX': 'The service, or the provider that it asked, failed.',
} as const;

type ProblemStatus = keyof typeof problems;

const nameOf = (status: ProblemStatus): string => `Problem${status}`;

/** Each once for all operations. */
const problemResponses = Object.fromEntries(
  Object.entries(problems).map(([status, description]) => [
    nameOf(status as ProblemStatus),
    { description, content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } },
  ]),
);

/** Those that follow from what an operation takes and needs. */
function problemsOf({ parameters = [], requestBody }: Operation, needsKey: boolean): readonly ProblemStatus[] {
  const given = parameters.flatMap((one) => ('in' in one ? [one] : []));
  const ifMatch = given.find((one) => one.in === 'header' && one.name.toLowerCase() === 'if-match');
  const isJudged = requestBody !== undefined || given.some((one) => one.in === 'path' || one.in === 'query');
  return [
    ...(isJudged ? (['400'] as const) : []),
    ...(needsKey ? (['401', '403'] as const) : []),
    ...(given.some((one) => one.in === 'path') ? (['404'] as const) : []),
    ...(ifMatch === undefined ? [] : (['412'] as const)),
    ...(ifMatch?.required === true ? (['428'] as const) : []),
    '429',
    '503',
    '4XX',
    '5XX',
  ];
}

function convert(schema: unknown, { schemaType }: { schemaType: 'input' | 'output' }) {
  if (!(schema instanceof z.ZodType)) return undefined;
  const converted = portableSchema(schema, schemaType);
  return schemaType === 'input' ? markedAsRequest(converted) : converted;
}

/** `ApiKeysController.create` becomes `apiKeys_create`. */
const operationId = (controller: string, method: string): string => {
  const group = controller.replace(/Controller$/, '');
  return `${group.charAt(0).toLowerCase()}${group.slice(1)}_${method}`;
};

/** Whether a body may be left out: one whose members are all optional, since none is read as `{}`. */
function mayBeLeftOut(body: Body, schemas: Schemas): boolean {
  const named = body.content['application/json']?.schema;
  if (named === undefined) return false;
  const schema = '$ref' in named ? schemas[named.$ref.replace('#/components/schemas/', '')] : named;
  return schema !== undefined && 'type' in schema && schema.type === 'object' && (schema.required ?? []).length === 0;
}

function complete(operation: Operation, schemas: Schemas): void {
  const body = operation.requestBody;
  if (body !== undefined && 'content' in body && mayBeLeftOut(body, schemas)) body.required = false;
  // A route without scopes needs no key at all: every other route is refused before it runs.
  const needed = (operation as { readonly 'x-required-scopes'?: readonly string[] })['x-required-scopes'];
  operation.security = needed === undefined ? [] : [{ apiKey: [] }, { oauth: [...needed] }];
  for (const status of problemsOf(operation, needed !== undefined))
    operation.responses[status] ??= { $ref: `#/components/responses/${nameOf(status)}` };
  for (const response of Object.values(operation.responses)) {
    if (response !== undefined && 'description' in response && response.description === '')
      response.description = 'Done.';
  }
}

/** Each list can be had as a table too. */
function offerTables(document: OpenAPIObject): void {
  for (const [path, { get }] of Object.entries(document.paths)) {
    const answer = get?.responses['200'];
    if (answer === undefined || !('content' in answer) || listColumns(document, path) === null) continue;
    answer.content = { ...answer.content, 'text/csv': { schema: { type: 'string' } } };
  }
}

/** What rooms above tell of. */
interface DescribedBesides {
  /** What the service posts to others (OpenAPI 3.1 `webhooks`), with the schemas of the bodies. */
  readonly webhooks: Readonly<Record<string, object>>;
  readonly bodies: readonly z.ZodType[];
  /** Rights of the API, which access tokens carry as scopes. */
  readonly scopes: readonly string[];
}

/** How access tokens are had from our own authorization server. */
function oauthFlows(publicUrl: string, names: readonly string[]) {
  const tokenUrl = `${publicUrl}/oauth/token`;
  const scopes = Object.fromEntries(names.map((name) => [name, name.replace(':', ': ')]));
  return {
    clientCredentials: { tokenUrl, scopes },
    authorizationCode: { authorizationUrl: `${publicUrl}/oauth/auth`, tokenUrl, refreshUrl: tokenUrl, scopes },
  };
}

/** The OpenAPI 3.1 document, made from the same schemas that validate requests. */
export async function openApiDocument(
  app: INestApplication,
  publicUrl: string,
  version: string,
  { webhooks, bodies, scopes }: DescribedBesides,
): Promise<OpenAPIObject> {
  const { DocumentBuilder, SwaggerModule } = await describedLibrary();
  const outline = new DocumentBuilder()
    .setOpenAPIVersion('3.1.1')
    .setTitle('Countersign')
    .setDescription(DESCRIPTION)
    .setVersion(version)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer(publicUrl)
    .addSecurity('apiKey', { type: 'http', scheme: 'bearer', description: 'API key `csk_…`' })
    .addSecurity('oauth', {
      type: 'oauth2',
      description: 'Access token of a client of `/v1/oauth-clients`, for itself or for a user.',
      flows: oauthFlows(publicUrl, scopes),
    })
    .addSecurityRequirements('apiKey')
    .addSecurityRequirements('oauth')
    .build();
  const document = withRequestForms(
    SwaggerModule.createDocument(app, outline, { standardSchemaConverter: convert, operationIdFactory: operationId }),
  );
  for (const path of Object.values(document.paths)) {
    for (const method of ['get', 'put', 'post', 'delete', 'patch'] as const) {
      const operation = path[method];
      if (operation !== undefined) complete(operation, document.components?.schemas ?? {});
    }
  }
  document.components ??= {};
  document.components.responses = { ...document.components.responses, ...problemResponses };
  document.components.schemas = {
    ...document.components.schemas,
    // The library's type of a schema lags behind JSON Schema 2020-12, which OpenAPI 3.1 uses.
    ...(portableSchema(problemSchema, 'output').components as Schemas),
    ...(Object.assign({}, ...bodies.map((body) => portableSchema(body, 'output').components)) as Schemas),
  };
  offerTables(document);
  return { ...document, webhooks };
}
