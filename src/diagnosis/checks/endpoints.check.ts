import { type Finding, fault, notApplicable, ok, warning } from '../check.js';
import type { Evidence } from '../evidence.js';
import type { Endpoint } from '../observed/endpoint.js';

const expected = 'the address that the discovery document names';

/** Addresses that logins use for different things, so that none may be entered for another. */
const distinct: readonly Endpoint['name'][] = ['authorization', 'token', 'jwks', 'pushed_authorization'];

/** Every address that an admin has entered is the one that the provider's discovery document names, and for that purpose. */
export function checkEndpoints(evidence: Evidence): Finding[] {
  const { endpoints } = evidence;
  const swapped = endpoints.flatMap((endpoint) => takenFor(endpoint, evidence));
  const compared = endpoints
    .filter(({ configured, discovered }) => configured && discovered !== null)
    .filter(({ path }) => !swapped.some((finding) => finding.path === path))
    .map((endpoint) => compare(endpoint, evidence));
  const findings = [...swapped, ...compared];
  return findings.length > 0 ? findings : [notApplicable('$', 'no entered address can be compared', expected)];
}

function compare({ path, uri, discovered, label, name }: Endpoint, { client, keySet }: Evidence): Finding {
  if (uri === discovered) return ok(path, { seen: uri, expected });
  const blamed = client.blamed === `${name}-endpoint`;
  const isStrange = name === 'jwks' && keySet?.discoveredThumbprints != null;
  if (blamed || isStrange)
    return notApplicable(path, `${uri} does not do what ${label} should`, discovered ?? expected);
  return warning(path, {
    seen: `${uri} is entered, the discovery document names ${discovered ?? 'none'}`,
    expected: discovered ?? expected,
    remedy: 'Make sure that it belongs to the provider, or set it to null so that the discovered one is used.',
  });
}

/** An address that the discovery document, or another setting, has for another purpose. */
function takenFor(endpoint: Endpoint, { endpoints, client }: Evidence): Finding[] {
  if (!endpoint.configured) return [];
  const isOther = (other: Endpoint) =>
    other.name !== endpoint.name &&
    distinct.includes(other.name) &&
    (other.discovered === null ? other.uri : other.discovered) === endpoint.uri;
  const other = endpoints.find(isOther);
  if (other === undefined || endpoint.discovered === endpoint.uri) return [];
  // Two settings with one address: whoever works there is the one that is right.
  const works =
    (endpoint.name === 'token' && client.token?.means === 'client-accepted') ||
    (endpoint.name === 'authorization' && client.authorization?.means === 'accepted') ||
    (endpoint.name === 'token' && client.blamed === 'authorization-endpoint');
  if (works) return [];
  return [
    fault(endpoint.path, {
      seen: `${endpoint.uri} is entered, which is ${other.label}`,
      expected: endpoint.discovered ?? `the address of ${endpoint.label}`,
      remedy: `Enter the address of ${endpoint.label}.`,
    }),
  ];
}
