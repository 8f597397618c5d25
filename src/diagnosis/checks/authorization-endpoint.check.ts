import { type Finding, fault, notApplicable, ok } from '../check.js';
import type { Evidence } from '../evidence.js';
import { endpointNamed, isElsewhere } from '../inference/client-inference.js';
import { sayingNothing } from '../observed/about-nothing.js';
import { describeAnswer } from '../observed/compare-answers.js';

/** What answers at the authorization URI is an authorization endpoint. */
export function checkAuthorizationEndpoint(evidence: Evidence): Finding[] {
  const { authorization, client } = evidence;
  const endpoint = endpointNamed(evidence, 'authorization');
  const path = endpoint?.path ?? '$.authorizationUri';
  const expected = endpoint?.discovered ?? 'a login page, or the browser sent on to one';
  if (authorization === null || endpoint === undefined)
    return [notApplicable(path, 'the address is not known yet', expected)];
  if (authorization.asked.kind === 'failed') return [notApplicable(path, 'it could not be called', expected)];
  if (authorization.asked.kind === 'not-asked')
    return [notApplicable(path, describeAnswer(authorization.asked), expected)];
  if (client.blamed === 'push-endpoint') return [noPushEndpoint(evidence, describeAnswer(authorization.asked))];
  const seen = `${endpoint.uri}: ${describeAnswer(authorization.asked)}`;
  if (client.blamed === 'authorization-endpoint') {
    const elsewhere = isElsewhere(evidence, 'authorization');
    return [
      fault(path, {
        seen,
        expected: elsewhere ? expected : 'a login page, or the browser sent on to one',
        remedy: elsewhere
          ? 'Set `authorizationUri` to the address that the discovery document names, or to null.'
          : 'Set `authorizationUri` to the address of the authorization endpoint that the provider documents.',
      }),
    ];
  }
  if (client.authorization?.means === 'failing') {
    const { asked } = authorization;
    const because = sayingNothing('status' in asked ? asked.status : null);
    if (asked.kind !== 'not-pushed') return [notApplicable(path, `${seen}: ${because}`, expected)];
    const pushedTo = endpointNamed(evidence, 'pushed_authorization')?.path ?? '$.pushedAuthorizationRequestUri';
    return [notApplicable(pushedTo, `${asked.detail}: ${because}`, 'a `request_uri`')];
  }
  return [ok(path, { seen, expected })];
}

function noPushEndpoint(evidence: Evidence, seen: string): Finding {
  const endpoint = endpointNamed(evidence, 'pushed_authorization');
  return fault(endpoint?.path ?? '$.pushedAuthorizationRequestUri', {
    seen: `${endpoint?.uri ?? 'its address'}: ${seen}`,
    expected: endpoint?.discovered ?? 'a pushed authorization request endpoint (RFC 9126)',
    remedy: 'Correct `pushedAuthorizationRequestUri`, or set `usePushedAuthorizationRequests` to false.',
  });
}
