import { isExpectedIssuer } from '../../federation/issuer.js';
import type { JsonObject } from '../../json/json-object.js';
import { typeName } from '../../json/type-name.js';
import { quoteForeign } from '../../outbound/foreign-text.js';
import type { ProviderConfiguration } from '../../providers/provider-configuration.js';
import { type Finding, fault, notApplicable, ok } from '../check.js';
import type { Evidence } from '../evidence.js';

const path = '$.issuer';

/** The issuer is exactly the one that the provider calls itself. */
export function checkIssuer({ discovery, subject, authorization }: Evidence): Finding[] {
  const { configuration } = subject.provider;
  const { issuer, allowedTenantIds } = configuration;
  const expected = `exactly what the provider calls itself`;
  if (issuer === null) return [notApplicable(path, 'no issuer is entered', expected)];
  if (discovery.required) {
    const { refusal, document } = discovery;
    if (refusal?.code === 'discovery.issuer_mismatch') return [mismatch(issuer, document?.['issuer'])];
    if (discovery.metadata === null) return [notApplicable(path, 'there is no metadata to compare with', expected)];
    return [ok(path, { seen: issuer, expected })];
  }
  const named = authorization?.withoutPrompt?.kind === 'returned' ? authorization.withoutPrompt.issuer : null;
  const own = isOwnDocument(discovery.document, configuration) ? discovery.document?.['issuer'] : undefined;
  const seen = named ?? own;
  if (seen === undefined) return [notApplicable(path, 'the provider does not say what it is called', expected)];
  if (typeof seen === 'string' && isExpectedIssuer(seen, { issuer, allowedTenantIds })) {
    return [ok(path, { seen: issuer, expected })];
  }
  if (allowedTenantIds.length > 0) return [notApplicable(path, 'the issuer differs by directory', expected)];
  return [mismatch(issuer, seen)];
}

/** The document describes the endpoints that are entered, so its issuer is the one whose tokens will come. */
function isOwnDocument(document: JsonObject | null, { authorizationUri, tokenUri }: ProviderConfiguration): boolean {
  return document?.['authorization_endpoint'] === authorizationUri || document?.['token_endpoint'] === tokenUri;
}

function mismatch(issuer: string, seen: unknown): Finding {
  if (typeof seen !== 'string' || seen === '') {
    return fault(path, {
      seen: `what answers at ${quoteForeign(issuer)} is JSON whose \`issuer\` is ${seen === '' ? 'empty' : typeName(seen)}: no metadata of a provider`,
      expected: 'a document whose `issuer` is the address that is entered (OpenID Connect Discovery §4.3)',
      remedy:
        'Enter the issuer that the provider documents: the address before `/.well-known/openid-configuration`, where a document names that very address.',
    });
  }
  const called = quoteForeign(seen);
  return fault(path, {
    seen: `${quoteForeign(issuer)} is entered, the provider calls itself ${called}`,
    expected: called,
    remedy: `Set \`issuer\` to exactly ${called}: host, path, letter case and a slash at the end all count.`,
  });
}
