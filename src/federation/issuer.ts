/** Where Entra ID's metadata of several directories has the directory id of the account. */
export const tenantPlaceholder = '{tenantid}';

/** The two spellings that Google uses for one issuer (developers.google.com, OpenID Connect, "Validate an ID token"). */
const googleIssuers: readonly string[] = ['https://accounts.google.com', 'accounts.google.com'];

/** Which issuers are meant by a provider. */
export interface ExpectedIssuer {
  /** Compared exactly; may hold `{tenantid}`. */
  readonly issuer: string;
  /** Directory ids that may stand for `{tenantid}`. Empty: no directory is judged. */
  readonly allowedTenantIds: readonly string[];
}

/** Whether `seen` is the expected issuer; with `{tenantid}`, of any directory on the allow-list. */
export function isExpectedIssuer(seen: string, expected: ExpectedIssuer): boolean {
  if (expected.issuer.includes(tenantPlaceholder)) {
    return expected.allowedTenantIds.some((tenant) => seen === expected.issuer.replace(tenantPlaceholder, tenant));
  }
  if (googleIssuers.includes(expected.issuer)) return googleIssuers.includes(seen);
  return seen === expected.issuer;
}

/**
 * Whether the parameter `iss` of a response (RFC 9207) means that every later one has it. Google announces nothing and sends it
 * for some accounts only: having seen it would lock out all others.
 */
export function alwaysNamesItself(expected: ExpectedIssuer | null): boolean {
  return expected === null || !googleIssuers.includes(expected.issuer);
}

/** The issuer that a subject belongs to: one spelling for each issuer, whichever the provider used this time. */
export function normalIssuer(seen: string, expected: ExpectedIssuer): string {
  return googleIssuers.includes(seen) && googleIssuers.includes(expected.issuer) ? 'https://accounts.google.com' : seen;
}

/**
 * Whether an issuer with `{tenantid}`, as Entra ID's shared metadata has it, is that of a configured one which names no
 * single directory in that place (`common`, `organizations`).
 */
export function isTemplateOf(template: string, configured: string): boolean {
  const [before, after, ...more] = template.split(tenantPlaceholder);
  if (before === undefined || after === undefined || more.length > 0) return false;
  if (!configured.startsWith(before) || !configured.endsWith(after)) return false;
  return /^(common|organizations|\{tenantid\})$/.test(
    configured.slice(before.length, configured.length - after.length),
  );
}
