import type { CatalogueEntries } from '../catalogue-entry.js';

/** Faults of a request to the API itself, before anything is done. */
export const requestErrors = {
  'request.malformed': {
    status: 400,
    title: 'The request cannot be read',
    cause:
      'The URL, the headers or the body are not well-formed: broken JSON, a bad percent-encoding, a wrong Content-Type.',
    confirm: 'The detail names the part that could not be read. Validate the body with any JSON tool.',
    remedy: 'Send well-formed JSON with `Content-Type: application/json`.',
  },
  'request.timeout': {
    status: 408,
    title: 'The request did not arrive in time',
    signer: 'something_failed',
    cause: 'More than 30 seconds passed between the first and the last byte of the request.',
    confirm: 'Measure how fast the caller sends; a proxy between may hold the body back.',
    remedy: 'Send the request again, without pauses.',
  },
  'request.invalid': {
    status: 400,
    title: 'The request has members that are not as required',
    cause: 'A member is missing, unknown, of another type or outside its bounds.',
    confirm: '`errors` lists every fault with its JSON path and what was expected.',
    remedy: 'Correct every listed member; the schema is at /openapi.json.',
  },
  'request.unacceptable': {
    status: 422,
    title: 'The request is well-formed but cannot be accepted here',
    cause:
      'Members contradict each other or what is configured, e.g. an unknown provider or a validation that no mapping makes.',
    confirm: '`errors` lists every fault with its JSON path and what was expected.',
    remedy: 'Correct the listed members, or the configuration they refer to.',
  },
  'request.not_found': {
    status: 404,
    title: 'There is no such thing',
    cause: 'The id or name is wrong, the thing was deleted, or it belongs to another tenant.',
    confirm: 'List the things of this kind with the same API key.',
    remedy: 'Use an id or name from the list; use a key of the tenant that owns it.',
  },
  'request.no_such_address': {
    status: 404,
    title: 'There is no such address',
    cause: 'The path is mistyped, or belongs to another version of the service.',
    confirm: 'Compare it, letter by letter, with the paths in /openapi.json.',
    remedy: 'Use a path of /openapi.json; where a proxy is in front, check which part of the path it takes off.',
  },
  'request.method_not_allowed': {
    status: 405,
    title: 'This method is not available here',
    cause: 'The address exists but not for this HTTP method.',
    confirm: 'The `Allow` header and /openapi.json list the methods.',
    remedy: 'Use one of the methods listed.',
  },
  'request.not_acceptable': {
    status: 406,
    title: 'None of the requested formats is available',
    cause: 'The Accept header or the `format` parameter asks for a format that this address does not have.',
    confirm: 'The detail lists the formats.',
    remedy: 'Ask for one of the listed formats.',
  },
  'request.conflict': {
    status: 409,
    title: 'The thing exists or is in a state that does not allow this',
    cause: 'A name is taken (also by something archived), or what is asked for does not fit the present state.',
    confirm: 'Read the thing that the detail names.',
    remedy: 'Choose another name, or act on the state that the detail names.',
  },
  'request.precondition_required': {
    status: 428,
    title: 'If-Match is required',
    cause: 'A versioned thing is to be changed without saying which version was read.',
    confirm: 'The request has no `If-Match` header.',
    remedy: 'Read the thing, then send its `ETag` as `If-Match`.',
  },
  'request.precondition_failed': {
    status: 412,
    title: 'The thing has changed since it was read',
    cause: 'Somebody else changed it after the version in `If-Match`.',
    confirm: 'Read it again and compare `revision`.',
    remedy: 'Read it again, merge your change, and send the new `ETag` as `If-Match`.',
  },
  'request.too_large': {
    status: 413,
    title: 'The request is too large',
    cause: 'The body is larger than this address accepts.',
    confirm: 'The detail names the limit.',
    remedy: 'Send less.',
  },
  'request.headers_too_large': {
    status: 431,
    title: 'The headers of the request are too large',
    signer: 'cookies_too_large',
    cause:
      'Address and headers together are larger than the service takes; mostly cookies that have piled up at its host name.',
    confirm: 'The detail names the limit. Look at the cookies that the browser holds for this host name.',
    remedy: 'Delete the cookies; give the service a host name on which nothing else sets any.',
  },
  'request.unsupported_media_type': {
    status: 415,
    title: 'The body is of a type that is not accepted here',
    cause: 'The Content-Type header is missing or is another one, or the body is compressed (Content-Encoding).',
    confirm:
      'The `Accept` header of the answer lists the types that are read, `Accept-Encoding` that the body is taken as it is.',
    remedy: 'Set the Content-Type header to one of them; send the body uncompressed.',
  },
  'request.too_many': {
    status: 429,
    title: 'Too many requests',
    signer: 'too_many_requests',
    cause: 'More requests came from this address or with this key than are allowed in the time.',
    confirm: '`Retry-After` says how many seconds remain.',
    remedy: 'Wait that long; spread the requests.',
  },
  'request.idempotency_key_reused': {
    status: 422,
    title: 'The idempotency key was used for another request',
    cause: 'An `Idempotency-Key` belongs to one body; this one came with a different body before.',
    confirm: 'Compare with the request that first used the key.',
    remedy: 'Use a new key for a new request.',
  },
  'access.key_missing': {
    status: 401,
    title: 'An API key or an access token is required',
    cause: 'The request has no `Authorization` header.',
    confirm: 'Look at the headers that were sent.',
    remedy: 'Send `Authorization: Bearer` with an API key of the tenant (`csk_…`) or an access token of this service.',
  },
  'access.key_invalid': {
    status: 401,
    title: 'The API key or access token is not valid',
    cause:
      'It is unknown, revoked or expired; or a token that is for another API, or whose client, user, consent or session has ended.',
    confirm:
      'List the keys of the tenant with a key that is valid; have the token introspected at `/oauth/token/introspection`.',
    remedy: 'Create a new key, or ask for a new token, and use it.',
  },
  'access.token_unbound': {
    status: 401,
    title: 'The access token came without what it is bound to',
    cause:
      'The token is bound to a client certificate or to a DPoP key, and the request does not prove that its sender has it.',
    confirm:
      'The detail says what is missing. `cnf` of the token names the certificate (`x5t#S256`) or the key (`jkt`).',
    remedy:
      'Send the certificate with which the token was asked for, or a fresh DPoP proof for this method, address and token.',
  },
  'access.scope_missing': {
    status: 403,
    title: 'A scope is missing',
    cause: 'The API key, the access token or the roles of the user do not have the scope that this needs.',
    confirm: 'The detail names the scope.',
    remedy: 'Use a key that has the scope, ask for a token with it, or have the user given a role that has it.',
  },
  'access.tenant_suspended': {
    status: 403,
    title: 'The tenant is suspended',
    cause:
      'The operator of the service has suspended the tenant: no request of it is served and nobody can log in at its providers.',
    confirm: 'The operator sees `suspendedAt` in `GET /v1/tenants`.',
    remedy: 'Ask the operator to resume the tenant.',
  },
  'service.failed': {
    status: 500,
    title: 'The service failed',
    signer: 'something_failed',
    cause: 'A fault of this service or of its database.',
    confirm: 'The log has the correlation id in `instance`.',
    remedy: 'Try again; if it stays, hand the correlation id to the operator.',
  },
  'service.unavailable': {
    status: 503,
    title: 'The service is not ready',
    signer: 'something_failed',
    cause: 'The service is starting, draining, or its database does not answer or takes no writes.',
    confirm: 'GET /health/ready names what is not ready.',
    remedy: 'Try again shortly.',
  },
} as const satisfies CatalogueEntries;
