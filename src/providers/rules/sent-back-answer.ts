/** Members of an answer that say what the service knows, not what an admin configures. */
export const readOnlyMembers: ReadonlySet<string> = new Set([
  'id',
  'revision',
  'revisionHash',
  'redirectUri',
  'logonUrl',
  'pinnedOrigins',
  'createdAt',
  'updatedAt',
  'warnings',
]);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `{"set": true, "setAt": …}`, which answers show in place of a write-only value. */
const isStoredValue = (value: unknown): boolean => isObject(value) && typeof value['set'] === 'boolean';

function withoutStoredValues(body: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const kept = Object.entries(body).filter(([, value]) => !isStoredValue(value));
  const implied = new Set<string>();
  if (isStoredValue(body['privateKey'])) implied.add('keyId');
  // A certificate says itself when it expires.
  if (isStoredValue(body['certificate'])) implied.add('expiresAt');
  return Object.fromEntries(kept.filter(([name]) => !implied.has(name)));
}

/**
 * The body of a PUT that was made by changing an answer of a GET: without the members that only answers have, and with
 * write-only values that are shown as stored left out, which keeps them. Everything else is judged as it is.
 */
export function fromSentBackAnswer(body: unknown): unknown {
  if (!isObject(body)) return body;
  const configured = Object.fromEntries(Object.entries(body).filter(([name]) => !readOnlyMembers.has(name)));
  const { clientAuthentication } = configured;
  return withoutStoredValues({
    ...configured,
    ...(isObject(clientAuthentication) ? { clientAuthentication: withoutStoredValues(clientAuthentication) } : {}),
  });
}
