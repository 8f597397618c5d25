import type { Fault } from '../../errors/countersign-error.js';
import { neededUris, type ProviderDraft, usesDiscovery } from './provider-draft.js';

const templatedTenant = '{tenantid}';

/** Where Entra publishes metadata for accounts of many directories: the issuer that they name holds `{tenantid}`. */
const manyDirectories = /^https:\/\/login\.microsoftonline\.(com|us)\/(common|organizations)\//;

/** What the deployment allows. */
interface EndpointContext {
  /** `OUTBOUND_ALLOW_HTTP`. */
  readonly allowHttp: boolean;
}

/** Faults of issuer, discovery and the endpoint URIs. */
export function endpointFaults(draft: ProviderDraft, context: EndpointContext): readonly Fault[] {
  return [
    ...issuerFaults(draft),
    ...missingUriFaults(draft),
    ...tenantTemplateFaults(draft),
    ...(context.allowHttp ? [] : httpFaults(draft)),
  ];
}

function issuerFaults(draft: ProviderDraft): Fault[] {
  if (draft.issuer !== null) return [];
  const needs = [
    draft.discovery === true && 'discovery is true',
    draft.kind === 'oidc' && draft.idToken?.validate?.issuer !== false && 'the ID token is validated against it',
    draft.responseMode?.includes('jwt') === true && 'the response JWT is validated against it (JARM)',
    draft.requestObject !== null && draft.requestObject !== undefined && 'it is the audience of the request object',
  ].filter((need) => need !== false);
  return needs.length === 0 ? [] : [{ path: '$.issuer', message: `is required, because ${needs.join('; ')}` }];
}

function missingUriFaults(draft: ProviderDraft): Fault[] {
  if (usesDiscovery(draft) !== false || onlyTheIssuerIsMissing(draft)) return [];
  const because =
    draft.discovery === false ? 'discovery is false' : 'no issuer is given from whose metadata it could come';
  const faults: Fault[] = neededUris(draft)
    .filter((name) => draft[name] === null)
    .map((name) => ({ path: `$.${name}`, message: `is required, because ${because}` }));
  if (draft.usePushedAuthorizationRequests === true && draft.pushedAuthorizationRequestUri === null) {
    faults.push({
      path: '$.pushedAuthorizationRequestUri',
      message: `is required by usePushedAuthorizationRequests, because ${because}`,
    });
  }
  if (draft.useLogout === true && draft.logoutUri === null) {
    faults.push({ path: '$.logoutUri', message: `is required by useLogout, because ${because}` });
  }
  return faults;
}

/** Someone who gives an `oidc` provider neither issuer nor any URI has forgotten the issuer, not three URIs. */
function onlyTheIssuerIsMissing(draft: ProviderDraft): boolean {
  return (
    draft.kind === 'oidc' &&
    draft.issuer === null &&
    draft.discovery !== false &&
    draft.idToken?.validate?.issuer !== false &&
    [draft.authorizationUri, draft.tokenUri, draft.jwksUri].every((uri) => uri === null)
  );
}

function tenantTemplateFaults(draft: ProviderDraft): Fault[] {
  const { issuer } = draft;
  if (typeof issuer !== 'string') return [];
  const hasBraces = /[{}]/.test(issuer);
  const faults: Fault[] = [];
  if (hasBraces && !standsForOneSegment(issuer)) {
    faults.push({ path: '$.issuer', message: `may hold braces only as one path segment ${templatedTenant}` });
  }
  const isOfMany = hasBraces || manyDirectories.test(issuer);
  if (isOfMany && draft.kind === 'oidc' && draft.allowedTenantIds?.length === 0) {
    faults.push({
      path: '$.allowedTenantIds',
      message: 'must list the accepted tenant ids, because the issuer stands for many directories',
    });
  }
  return faults;
}

function standsForOneSegment(issuer: string): boolean {
  const segments = issuer.split('/').slice(3);
  const once = segments.filter((segment) => segment === templatedTenant).length === 1;
  return once && !/[{}]/.test(issuer.replace(templatedTenant, ''));
}

function httpFaults(draft: ProviderDraft): Fault[] {
  const uris: (readonly [string, string | null | undefined])[] = [
    ['$.issuer', draft.issuer],
    ['$.authorizationUri', draft.authorizationUri],
    ['$.tokenUri', draft.tokenUri],
    ['$.jwksUri', draft.jwksUri],
    ['$.logoutUri', draft.logoutUri],
    ['$.pushedAuthorizationRequestUri', draft.pushedAuthorizationRequestUri],
    ...draft.resources.map(({ uri }, index) => [`$.resources[${index}].uri`, uri] as const),
  ];
  return uris
    .filter(([, uri]) => typeof uri === 'string' && new URL(uri).protocol === 'http:')
    .map(([path]) => ({ path, message: 'must be an https URI (OUTBOUND_ALLOW_HTTP is off)' }));
}
