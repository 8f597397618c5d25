import { ROUTES } from './configuration.js';
import { INTERACTION_PATH } from './interaction.js';

/** What a request to the provider was for. `login` is the login page, `resume` the way back from it. */
export type OpenIdEndpoint =
  | 'discovery'
  | 'jwks'
  | 'authorization'
  | 'login'
  | 'resume'
  | 'pushed_authorization_request'
  | 'token'
  | 'userinfo'
  | 'end_session'
  | 'other';

const BY_PATH = new Map<string, OpenIdEndpoint>([
  ['/.well-known/openid-configuration', 'discovery'],
  [ROUTES.jwks, 'jwks'],
  [ROUTES.authorization, 'authorization'],
  [ROUTES.pushed_authorization_request, 'pushed_authorization_request'],
  [ROUTES.token, 'token'],
  [ROUTES.userinfo, 'userinfo'],
  [ROUTES.end_session, 'end_session'],
]);

export function endpointOf(path: string): OpenIdEndpoint {
  if (path.startsWith(INTERACTION_PATH)) return 'login';
  if (path.startsWith(`${ROUTES.authorization}/`)) return 'resume';
  return BY_PATH.get(path) ?? 'other';
}
