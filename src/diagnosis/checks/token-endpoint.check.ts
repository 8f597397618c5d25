import { type Finding, fault, notApplicable, ok } from '../check.js';
import type { Evidence } from '../evidence.js';
import { endpointNamed, isElsewhere } from '../inference/client-inference.js';
import { sayingNothing } from '../observed/about-nothing.js';

/** What answers at the token URI is a token endpoint. */
export function checkTokenEndpoint(evidence: Evidence): Finding[] {
  const { token, client } = evidence;
  const endpoint = endpointNamed(evidence, 'token');
  const path = endpoint?.path ?? '$.tokenUri';
  const expected = 'an error of RFC 6749 §5.2 as JSON, since the code that was sent cannot exist';
  if (token === null || endpoint === undefined) return [notApplicable(path, 'the address is not known yet', expected)];
  if (token.asked.failure !== null) return [notApplicable(path, 'it could not be called', expected)];
  if (client.token?.means === 'not-asked') return [notApplicable(path, token.asked.detail, expected)];
  if (client.token?.means === 'not-sent')
    return [notApplicable(path, 'the credential has to be entered first', expected)];
  const seen = `${endpoint.uri}: ${token.asked.detail}`;
  if (client.blamed === 'token-endpoint') {
    const elsewhere = isElsewhere(evidence, 'token');
    return [
      fault(path, {
        seen,
        expected: elsewhere ? (endpoint.discovered ?? expected) : expected,
        remedy: elsewhere
          ? 'Set `tokenUri` to the address that the discovery document names, or to null.'
          : 'Set `tokenUri` to the address of the token endpoint that the provider documents.',
      }),
    ];
  }
  if (client.token?.means === 'failing') {
    return [notApplicable(path, `${seen}: ${sayingNothing(token.asked.status)}`, expected)];
  }
  return [ok(path, { seen, expected })];
}
