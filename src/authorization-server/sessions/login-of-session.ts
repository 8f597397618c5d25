const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** What a session keeps beside what oidc-provider knows of (`keepOfSessions`). */
interface Kept {
  readonly tenantId?: unknown;
  readonly loginId?: unknown;
}

/** The login with which a session began, as its room names it; null: nobody is logged in. Pure. */
export function loginOfSession(
  session: object | undefined,
): { readonly tenantId: string; readonly loginId: string } | null {
  const { tenantId, loginId } = (session ?? {}) as Kept;
  const tenant = text(tenantId);
  const login = text(loginId);
  return tenant === null || login === null ? null : { tenantId: tenant, loginId: login };
}
