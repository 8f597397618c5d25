import type { CatalogueEntry } from '../src/errors/catalogue-entry.js';
import type { SignerMessage } from '../src/errors/signer-message.js';

/** What each step does, in the words of the protocol; a step is the part of a code before its dot. */
export const stepDescriptions: Readonly<Record<string, string>> = {
  discovery: "Reading the provider's metadata (OpenID Connect Discovery 1.0, RFC 8414).",
  authorization_request:
    'Making the authorization request, before the browser is sent to the provider (RFC 6749 §4.1.1).',
  pushed_authorization: 'Pushing the authorization request from server to server (RFC 9126).',
  authorization_response:
    'Judging what the provider sent back with the browser (RFC 6749 §4.1.2, RFC 9207, JARM). Nothing has been called yet.',
  token_request:
    'Redeeming the authorization code at the token endpoint (RFC 6749 §4.1.3). A code is sent at most once.',
  jwks: "Fetching the provider's public keys (RFC 7517).",
  id_token: 'Verifying the ID token (OpenID Connect Core §3.1.3.7) by the policy of the provider.',
  external_authentication:
    'Authenticating a call as an external authentication of its URL says (RFC 6749 §4.4, RFC 7523, RFC 8705, RFC 9449).',
  resource: 'Fetching a resource URI with the access token (RFC 6750, OpenID Connect Core §5.3).',
  policy: 'Judging the login as a whole: who, how strong, how recent.',
  mapping: "Judging the provider's field mappings against what the sender expects.",
  outcome: 'Writing the outcome, in one transaction.',
  callback: 'Finding the attempt that a callback belongs to.',
  sign_in: 'Opening a sign-in link and starting an attempt from it.',
  handback: 'Redeeming the code that proves which browser came back.',
  test_login: 'Opening the link of a test login.',
  request: 'Reading a request to the API.',
  access: 'Checking the API key or access token, and its scopes.',
  audit: 'Reading and proving the audit trail.',
  login: 'Logging a person of a tenant in, and what they prove with.',
  people: 'Administering the people of a tenant, and setting up how one of them logs in.',
  erasure: 'Asking for an erasure, and confirming it, where the tenant wants two people for one.',
  mail: 'Sending mails to people of a tenant.',
  client_certificate: 'Reading the certificate that a caller shows, and demanding one (RFC 8705, RFC 9440).',
  logout: 'Receiving that somebody has logged out at a provider.',
  delivery: 'Delivering an event to a listener.',
  service: 'The service itself.',
};

const introduction = `# Errors

Every failure has a code, \`step.reason\`: which step failed, and why. Codes are public API and are never renamed. The same code stands in
the problem answer (RFC 9457), in the failed event of the trail (\`attempt.failed\`, or \`signer_authentication.failed\` for the last attempt), in
\`outcome.failure\` and in the log; the signer's page shows only the correlation id. A problem's \`type\` opens the explanation of its code, its \`detail\` says what was seen this time, and its \`instance\` is the correlation id, which
finds the log lines and the events of the same request.

*Signer* is the English text of the page. *Setting* is the JSON path, in the body of the provider, that is most often at fault; \`[]\` stands for an
index. A refused login uses up one of \`maxAttempts\` only where *Counts* says so. *eSignAnyWhere* is what the reference product logs.

This page is written by \`npm run docs:errors\` from the error catalogue in \`src/errors/\`. Do not edit it.
`;

/**
 * docs/errors.md from the catalogue.
 *
 * @param entries every code with its entry, in the order of the page
 * @param signerText what a signer is told, in English
 */
export function renderErrorDocs(
  entries: Readonly<Record<string, CatalogueEntry>>,
  signerText: (message: SignerMessage) => string,
): string {
  const steps = codesByStep(entries);
  const contents = steps.map(
    ([step, codes]) => `| [\`${step}\`](#${step}) | ${stepDescriptions[step] ?? ''} | ${codes.length} |`,
  );
  const sections = steps.map(([step, codes]) =>
    [
      `## ${step}`,
      stepDescriptions[step] ?? '',
      ...codes.map(([code, entry]) => renderEntry(code, entry, signerText)),
    ].join('\n\n'),
  );
  const table = ['| step | what it does | codes |', '|---|---|---|', ...contents].join('\n');
  return `${[introduction, table, '', sections.join('\n\n')].join('\n')}\n`;
}

type CodedEntry = readonly [code: string, entry: CatalogueEntry];

function codesByStep(entries: Readonly<Record<string, CatalogueEntry>>): [string, CodedEntry[]][] {
  const steps = new Map<string, CodedEntry[]>();
  for (const [code, entry] of Object.entries(entries)) {
    const step = code.slice(0, code.indexOf('.'));
    steps.set(step, [...(steps.get(step) ?? []), [code, entry]]);
  }
  return [...steps];
}

function renderEntry(code: string, entry: CatalogueEntry, signerText: (message: SignerMessage) => string): string {
  const { signer, setting, referenceName } = entry;
  return [
    `### ${code}`,
    '',
    `**${entry.status}** ${entry.title}`,
    '',
    ...(signer === undefined ? [] : [`- Signer: ${signerText(signer)}`]),
    `- Cause: ${entry.cause}`,
    `- Confirm: ${entry.confirm}`,
    `- Remedy: ${entry.remedy}`,
    ...(setting === undefined ? [] : [`- Setting: \`${setting}\``]),
    ...(entry.countsTowardsMaxAttempts === true ? ['- Counts: yes'] : []),
    ...(referenceName === undefined ? [] : [`- eSignAnyWhere: \`${referenceName}\``]),
  ].join('\n');
}
