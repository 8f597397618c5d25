import { json } from '../http/answers.js';
import { ACCOUNT, type OAuthPersona, startOAuthPersona } from './oauth-persona.js';

/**
 * VK: the token answer has no `token_type` but the e-mail address, the token goes into the query, the person is the first
 * element of `response`, and errors of the API come with status 200.
 */
export function startVk(): Promise<OAuthPersona> {
  return startOAuthPersona({
    name: 'vk',
    clientId: '51234567',
    clientSecret: 'vk-test-secret',
    realOrigins: ['https://oauth.vk.com', 'https://api.vk.com'],
    paths: { authorization: '/authorize', token: '/access_token' },
    tokenType: null,
    resources: [
      {
        name: 'users.get',
        path: '/method/users.get',
        acceptsParameters: ['access_token'],
        contentType: 'application/json; charset=utf-8',
        body: (data, query) =>
          JSON.stringify(query.has('v') ? { response: [data] } : apiError(8, 'The version of the API (v) is missing')),
        refusal: () => json(apiError(5, 'The access token is missing or invalid')),
      },
    ],
    accounts: [
      {
        id: ACCOUNT,
        label: 'John Doe',
        tokenMembers: { user_id: 210_700_286, email: 'john@example.com', expires_in: 86_400 },
        resources: {
          'users.get': {
            id: 210_700_286,
            first_name: 'John',
            last_name: 'Doe',
            can_access_closed: true,
            is_closed: false,
          },
        },
      },
    ],
  });
}

function apiError(code: number, message: string): object {
  return { error: { error_code: code, error_msg: message, request_params: [{ key: 'method', value: 'users.get' }] } };
}
