const PREFIX = 'console.';

/** `client_id` of the console of a tenant: a public client of ours that every tenant has. */
export const consoleClientId = (tenantName: string): string => `${PREFIX}${tenantName}`;

/** The tenant whose console a `client_id` names; null for any other client. */
export function tenantOfConsole(clientId: string): string | null {
  return clientId.startsWith(PREFIX) ? clientId.slice(PREFIX.length) : null;
}

/** Where the console is sent back to. */
export const consoleRedirectUris = (publicUrl: string): readonly string[] => [`${publicUrl}/console/`];
