/**
 * Our redirect URI (RFC 6749 §3.1.2) at one provider: one per tenant and provider, so that the answer of one provider cannot be
 * played to another.
 */
export function redirectUriOf(publicUrl: string, tenantName: string, providerName: string): string {
  return `${publicUrl}/callback/${tenantName}/${providerName}`;
}

/** Where people of the tenant go straight to a provider. */
export function logonUrlOf(publicUrl: string, tenantName: string, providerName: string): string {
  return `${publicUrl}/logon/${tenantName}/${providerName}`;
}
