import { CredentialFault } from '../../credentials/credential-fault.js';
import { CountersignError } from '../../errors/countersign-error.js';
import type { OutboundAnswer } from '../../outbound/outbound-call.js';
import { outboundFailureIn } from '../../outbound/outbound-failure.js';
import {
  type ConnectionSettings,
  type Grant,
  isCertificateMethod,
  pathOfGrant,
  presentedName,
} from '../configurations/configuration.js';
import { authenticationFault, connectionFault } from './faults.js';
import { errorIn } from './told-token.js';

interface TokenRequestMade {
  readonly grant: Grant;
  readonly settings: ConnectionSettings;
  /** The last answer; null: none came. */
  readonly answer: OutboundAnswer | null;
}

/** What a failed token request says about its settings. Never repeats the server's words but its error code. */
export function tokenFault(error: unknown, made: TokenRequestMade): CountersignError {
  if (error instanceof CountersignError) return error;
  const { grant, settings, answer } = made;
  const path = pathOfGrant(grant);
  const failure = outboundFailureIn(error);
  if (failure !== null) return connectionFault(failure, settings, `${path}.url`);
  if (error instanceof CredentialFault)
    return authenticationFault('credential_unusable', clientPath(made), error.detail, error);
  if (answer === null)
    return authenticationFault('token_response_invalid', `${path}.url`, 'no request could be made', error);
  const told = errorIn(answer);
  return told === null ? ofStatus(answer.status, made, error) : refusal(told, answer.status, made, error);
}

/** The error codes of RFC 6749 §5.2 and RFC 8707 §2, with the setting that each is about. */
function refusal(sent: string, status: number, made: TokenRequestMade, cause: unknown): CountersignError {
  const { grant } = made;
  const path = pathOfGrant(grant);
  const code = /^[a-z0-9_.-]{1,60}$/i.test(sent) ? sent : 'an unknown error';
  const detail = `the token endpoint answers ${status}, ${code}`;
  switch (code) {
    case 'invalid_client':
      return authenticationFault('token_request_refused', clientPath(made), detail, cause);
    case 'unauthorized_client':
      return authenticationFault('grant_refused', `${path}.clientId`, detail, cause);
    case 'invalid_grant':
      return authenticationFault('grant_refused', grantPath(made), detail, cause);
    case 'unsupported_grant_type':
      return authenticationFault('grant_refused', path, detail, cause);
    case 'invalid_scope':
    case 'access_denied':
      return authenticationFault('scope_refused', `${path}.scope`, detail, cause);
    case 'invalid_target':
      return authenticationFault(
        'target_refused',
        `${path}.${grant.resource === null ? 'audience' : 'resource'}`,
        detail,
        cause,
      );
    case 'invalid_dpop_proof':
    case 'use_dpop_nonce':
      return authenticationFault('token_request_invalid', `${path}.dpop`, detail, cause);
    default:
      // Frameworks tell of an address that they do not know in a member of that name too.
      return status === 400 || status === 200
        ? authenticationFault('token_request_invalid', `${path}.formValues`, detail, cause)
        : ofStatus(status, made, cause);
  }
}

function ofStatus(status: number, made: TokenRequestMade, cause: unknown): CountersignError {
  const url = `${pathOfGrant(made.grant)}.url`;
  const detail = `the token endpoint answers ${status}`;
  if (status === 401 || status === 403)
    return authenticationFault('token_request_refused', clientPath(made), detail, cause);
  if (status === 404 || status === 405 || status === 410 || (status >= 300 && status < 400))
    return authenticationFault('token_endpoint_absent', url, detail, cause);
  if (status === 429 || status >= 500) return authenticationFault('token_endpoint_failed', url, detail, cause);
  const words = status < 300 ? 'which is no token response' : 'without an error code';
  const reason = status < 300 ? 'token_response_invalid' : 'token_request_invalid';
  return authenticationFault(reason, url, `${detail}, ${words}`, cause);
}

/** What proves who we are there. */
function clientPath({ grant, settings }: TokenRequestMade): string {
  const path = pathOfGrant(grant);
  const { clientAuthenticationMethod: method } = grant;
  if (isCertificateMethod(method)) return `${settings.path}.mutualTls.clientCertificate`;
  if (method === 'private_key_jwt') return `${path}.privateKey`;
  return method === 'none' ? `${path}.clientId` : `${path}.clientSecret`;
}

/** A server that binds tokens to certificates calls the grant invalid when none is presented (RFC 8705 §3). */
function grantPath({ grant, settings }: TokenRequestMade): string {
  const path = pathOfGrant(grant);
  if (grant.grant === 'jwt_bearer') return `${path}.privateKey`;
  return presentedName(settings) === null ? `${settings.path}.mutualTls` : path;
}
