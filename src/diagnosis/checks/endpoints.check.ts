import { type Finding, fault, notApplicable, ok, warning } from '../check.js';
import type { Evidence } from '../evidence.js';
import type { Endpoint } from '../observed/endpoint.js';
import { sharesKeys } from '../probes/jwks.probe.js';

const expected = 'the address that the discovery document names';

/** Every address that an admin has entered is the one that the provider's discovery document names, and for that purpose. */
export function checkEndpoints(evidence: Evidence): Finding[] {
  const { endpoints } = evidence;
  const swapped = endpoints.flatMap((endpoint) => takenFor(endpoint, evidence));
  const compared = endpoints
    .filter(({ configured, discovered }) => configured && discovered !== null)
    .filter(({ path }) => !swapped.some((finding) => finding.path === path))
    .map((endpoint) => compare(endpoint, evidence));
  const findings = [...swapped, ...repeatedParameters(evidence), ...compared];
  return findings.length > 0 ? findings : [notApplicable('$', 'no entered address can be compared', expected)];
}

function compare({ path, uri, discovered, label, name }: Endpoint, { client, keySet }: Evidence): Finding {
  if (uri === discovered) return ok(path, { seen: uri, expected });
  const isStrange = name === 'jwks' && keySet !== null && !sharesKeys(keySet);
  if (client.blamed === `${name}-endpoint` || isStrange) {
    return notApplicable(path, `${uri} does not do what ${label} should`, discovered ?? expected);
  }
  return warning(path, {
    seen: `${uri} is entered, the discovery document names ${discovered ?? 'none'}`,
    expected: discovered ?? expected,
    remedy: 'Make sure that it belongs to the provider, or set it to null so that the discovered one is used.',
  });
}

/** RFC 6749 §3.1: a parameter must not come twice, so the address must not have one that the request sets. */
function repeatedParameters({ endpoints, subject }: Evidence): Finding[] {
  const endpoint = endpoints.find(({ name }) => name === 'authorization');
  const { configuration } = subject.provider;
  const sent = ['response_type', 'client_id', 'redirect_uri', 'scope', 'state', 'nonce', 'response_mode'];
  const set = [
    ...sent,
    'code_challenge',
    'code_challenge_method',
    ...Object.keys(configuration.authorizationParameters),
  ];
  const repeated = set.filter((name) => endpoint !== undefined && new URL(endpoint.uri).searchParams.has(name));
  if (endpoint === undefined || repeated.length === 0) return [];
  return [
    fault(endpoint.path, {
      seen: `${endpoint.uri} has the parameter ${repeated.join(', ')}, which the request sets`,
      expected: 'an address without the parameters of the request',
      remedy: 'Enter the address without them.',
    }),
  ];
}

/** An address that the discovery document, or another setting, has for another purpose. */
function takenFor(endpoint: Endpoint, evidence: Evidence): Finding[] {
  if (!endpoint.configured || endpoint.discovered === endpoint.uri) return [];
  const isOther = (other: Endpoint) =>
    other.name !== endpoint.name && (other.discovered === null ? other.uri : other.discovered) === endpoint.uri;
  const other = evidence.endpoints.find(isOther);
  if (other === undefined || behaves(endpoint, other, evidence)) return [];
  return [
    fault(endpoint.path, {
      seen: `${endpoint.uri} is entered, which is ${other.label}`,
      expected: endpoint.discovered ?? `the address of ${endpoint.label}`,
      remedy: `Enter the address of ${endpoint.label}.`,
    }),
  ];
}

/** Of two settings with one address, the one whose purpose the address serves is right. */
function behaves(endpoint: Endpoint, other: Endpoint | null, evidence: Evidence): boolean {
  const { authorization, token } = evidence.client;
  switch (endpoint.name) {
    case 'authorization':
      if (other?.name === 'token') return !behaves(other, null, evidence);
      return authorization !== null && authorization.means !== 'other-endpoint';
    case 'token':
      return (
        token !== null && ['client-accepted', 'client-refused', 'silent', 'redirect-uri-refused'].includes(token.means)
      );
    case 'jwks':
      return evidence.keySet?.set != null;
    default:
      // What a resource gives is known only with a token.
      return other !== null && !behaves(other, null, evidence);
  }
}
