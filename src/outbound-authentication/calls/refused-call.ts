import type { CountersignError } from '../../errors/countersign-error.js';
import type { OutboundAnswer } from '../../outbound/outbound-call.js';
import { type Configuration, pathOfGrant, presentedName } from '../configurations/configuration.js';
import { authenticationFault } from './faults.js';

/** What a 401 or 403 says about how the call was authenticated (RFC 6750 §3.1, RFC 8705 §3); null for other answers. */
export function refusalOf(
  { status, headers }: Pick<OutboundAnswer, 'status' | 'headers'>,
  configuration: Configuration,
): CountersignError | null {
  if (status !== 401 && status !== 403) return null;
  const error = /\berror="?([a-z_]{1,40})/.exec(headers.get('www-authenticate') ?? '')?.[1] ?? null;
  const detail = `the endpoint answers ${status}${error === null ? '' : `, ${error}`}`;
  return authenticationFault('call_refused', pathOf(error, configuration), detail);
}

function pathOf(error: string | null, configuration: Configuration): string {
  const { oAuth, headers } = configuration;
  const presents = presentedName(configuration) !== null;
  if (oAuth === null) {
    if (presents) return '$.mutualTls.clientCertificate';
    return headers.length > 0 ? '$.headers' : '$.oAuthConfiguration';
  }
  const path = pathOfGrant(oAuth);
  if (error === 'insufficient_scope') return `${path}.scope`;
  if (error !== 'invalid_token') return path;
  // A listener that asks for a certificate often wants the token bound to it.
  return presents && !oAuth.certificateBoundTokens ? `${path}.certificateBoundTokens` : `${path}.audience`;
}
