/** What of an operation of the API's description says how it may answer. */
export interface DescribedOperation {
  readonly path: string;
  readonly operationId: string;
  readonly requestBody?: unknown;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
}

/** Every operation of a description. */
export const operationsOf = (description: {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}): readonly DescribedOperation[] =>
  Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.values(methods).flatMap((operation) =>
      typeof operation === 'object' && operation !== null && 'operationId' in operation
        ? [{ ...(operation as Omit<DescribedOperation, 'path'>), path }]
        : [],
    ),
  );

/**
 * Operations that answer 400 to what their schema allows, each with what JSON Schema cannot say of it. All others are refused only for
 * what is not there (404), stands in the way (409), is named in a body and not there (422), or for a revision that is not the present
 * one (412).
 */
const judgedBeyondTheSchema: Readonly<Record<string, string>> = {
  branding_put: 'whether bytes are a picture of the type that is named',
  clientCertificates_create: 'whether a text is a private key',
  clientCertificates_rotate: 'whether a text is a private key',
  erasures_erase: 'a recipient or a user, not both',
  externalAuthentications_create: 'whether a text is a private key, and what the kinds of configuration exclude',
  externalAuthentications_match: 'what an absolute URL is',
  listenerActions_redeliver: 'one way of saying which, of three',
  listeners_create: 'how many bytes a base64 text has',
  mappingPreviews_preview: 'what a claim path or a pattern of dates is',
  mutualTlsSettings_replace: 'whether a text is a certificate that may sign others',
  oAuthClientActions_addKey: 'whether a JWK is a key',
  oAuthClients_create: 'whether a JWK is a key',
  oAuthResources_create: 'what an absolute URI is',
  oAuthResources_replace: 'what an absolute URI is',
  providerActions_approveMetadata: 'what an origin is',
  providers_create: 'what a claim path or a pattern of dates is',
  settings_replace: 'which placeholders a text of a mail has',
  signerAuthentications_create: 'one of three spellings of the providers',
  testLogins_create: 'what a target of a mapping is',
  tokenPolicies_create: 'what a subject is at each level',
  tokenPolicies_replace: 'what a subject is at each level',
  tokenPolicies_try: 'whether a text is a certificate',
};

/** What is about the account of whoever calls, which a key does not have: 403 before anything else. */
const OF_USERS = /^\/v1\/me(?:\/|$)/;

/** What else an operation may answer to a request as the schema has it. */
const answeredBesides: Readonly<Record<string, string>> = {
  // Who asked for an erasure does not confirm it.
  erasureRequests_confirm: '403',
  // Names in a query or body of what an envelope or the log has.
  auditLog_inclusion: '404',
  erasures_erase: '404',
};

/** Operations that answer what everybody else would refuse, or call somebody who does not answer. */
const unlikeOthers: Readonly<Record<string, readonly string[]>> = {
  // A report of what is wrong is what this answers; a body that cannot be saved is its purpose.
  diagnosis_ofBody: ['negative_data_rejection = ["2xx", "4xx"]'],
  // `issuer` is called: that nobody answers there is the provider's failure (502, 504), not ours.
  providerTemplates_list: [
    'not_a_server_error = ["2xx", "4xx", "502", "504"]',
    'positive_data_acceptance = ["2xx", "400", "502", "504"]',
  ],
};

function expected({ path, operationId, parameters = [], requestBody }: DescribedOperation): readonly string[] {
  const has = (place: string, name?: string): boolean =>
    parameters.some((one) => one.in === place && (name === undefined || one.name.toLowerCase() === name));
  const among = (statuses: readonly string[], isSo: boolean): readonly string[] => (isSo ? statuses : []);
  // A cursor is one that a page gave, and what begins does not end before: no schema says either.
  const judged =
    has('query', 'cursor') || (has('query', 'from') && has('query', 'to')) || operationId in judgedBeyondTheSchema;
  const revision = has('header', 'if-match');
  const body = requestBody !== undefined;
  const always = [...among(['404'], has('path')), ...among(['403'], OF_USERS.test(path))];
  const besides = answeredBesides[operationId];
  const positive = [
    ...['2xx', '3xx', '409', ...always],
    ...among(['412'], revision),
    ...among(['422'], body),
    ...among(['400'], judged),
    ...(besides === undefined ? [] : [besides]),
  ];
  // What nobody may change, a built-in role, is refused whatever the revision (409); a revision is told before anything of the body.
  const negative = [
    ...['400', '405', '406', ...always],
    ...among(['409', '412', '428'], revision),
    ...among(['415', '422'], body),
  ];
  // RFC 6585 §3: a missing If-Match is 428.
  const missing = ['400', ...always, ...among(['409', '428'], revision)];
  return [
    `positive_data_acceptance = ${JSON.stringify(positive)}`,
    `negative_data_rejection = ${JSON.stringify(negative)}`,
    `missing_required_header = ${JSON.stringify(missing)}`,
  ];
}

const nameOf = (line: string): string => line.split(' ', 1)[0] ?? '';

/** The part of schemathesis' configuration that says, for each operation, which statuses its description allows. */
export function expectedStatuses(operations: readonly DescribedOperation[]): string {
  const sections = operations.map((operation) => {
    const own = unlikeOthers[operation.operationId] ?? [];
    const others = expected(operation).filter((line) => !own.some((one) => nameOf(one) === nameOf(line)));
    const checks = [...own, ...others].map((line) => `checks.${line.replace(' =', '.expected-statuses =')}`);
    return ['[[operations]]', `include-operation-id = "${operation.operationId}"`, ...checks].join('\n');
  });
  return `${sections.join('\n\n')}\n`;
}
