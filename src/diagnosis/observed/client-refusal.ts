/** RFC 6749 §5.2 explains `invalid_client` with three examples, which several servers repeat whatever the reason was. */
const everyReason = /\(e\.g\.,? unknown client[^)]*\)/gi;

/** Who lists so many methods tells what was tried, or what there is, and not what is wrong (Authlib names all, whatever the reason). */
const methodsListed = 3;

const methodNames =
  /\b(?:client_secret_(?:basic|post|jwt)|private_key_jwt|client_assertion_jwt|(?:self_signed_)?tls_client_auth)\b/gi;

/**
 * Whether a refusal of the client speaks of how it authenticated, and not of the secret: it names a method, or says that methods
 * are the matter.
 */
export function namesMethod(text: string): boolean {
  const own = text.replace(everyReason, ' ');
  if (new Set(own.match(methodNames)).size >= methodsListed) return false;
  return /authenticat\w+ (?:with |by |using )?(?:these |the )?methods?\b|\bclient_secret_(?:basic|post|jwt)\b|\bprivate_key_jwt\b|\btls_client_auth\b|token_endpoint_auth_method/i.test(
    own,
  );
}

/**
 * Whether a refusal says that there is no such client, and leaves its secret out of it. Texts that name both ("unknown client or
 * bad secret") tell nothing.
 */
export function saysClientUnknown(text: string): boolean {
  const own = text.replace(everyReason, ' ');
  const unknown =
    /(?:unknown|no such|unregistered) client\b|client(?:.?id)? .{0,20}?(?:does not exist|doesn't exist|not found|not registered|is unknown)|invalid client.?id\b/i;
  return unknown.test(own) && !/secret|credential|password/i.test(own);
}

/**
 * Whether a refusal carries an `error` that is none of OAuth 2.0 (RFC 6749 §5.2 and its registry know words only): other interfaces of
 * a provider number theirs (LemonLDAP::NG answers 401 with error 9 at each address that it does not know).
 */
export function namesNoOAuthError(text: string): boolean {
  const error = /\berror "([^"]*)"/.exec(text)?.[1];
  return error !== undefined && !/[A-Za-z]/.test(error);
}
