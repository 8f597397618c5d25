import { json } from '../http/answers.js';
import type { OAuthResource } from '../oauth-provider.js';
import { ACCOUNT, type OAuthPersona, startOAuthPersona } from './oauth-persona.js';

const DOCUMENTATION = 'https://docs.github.com/rest';

/**
 * GitHub: no OpenID Connect, though callbacks carry an `iss`; the token answer is form-encoded unless JSON is asked for, and its
 * errors come with status 200; the API wants a User-Agent, refuses tokens in the query with 400, and lists e-mail addresses in an
 * array of its own while `/user` hides them.
 */
export function startGitHub(): Promise<OAuthPersona> {
  return startOAuthPersona({
    name: 'github',
    clientId: 'Iv1.0123456789abcdef',
    clientSecret: '0123456789abcdef0123456789abcdef01234567',
    realOrigins: ['https://github.com', 'https://api.github.com'],
    paths: { authorization: '/login/oauth/authorize', token: '/login/oauth/access_token' },
    tokenAnswer: 'form-unless-asked',
    tokenType: 'bearer',
    errorStatus: 200,
    decorateRedirect: (url, { origin }) => {
      url.searchParams.set('iss', `${origin}/login/oauth`);
    },
    resources: [resource('user', '/user'), resource('emails', '/user/emails')],
    accounts: [
      {
        id: ACCOUNT,
        label: 'John Doe',
        tokenMembers: { scope: 'read:user,user:email' },
        resources: {
          user: {
            login: 'johndoe',
            id: 4711001,
            node_id: 'U_kgDOtEsT01',
            type: 'User',
            name: 'John Doe',
            email: null,
          },
          emails: [
            { email: 'old@example.net', primary: false, verified: true, visibility: null },
            { email: 'john@example.com', primary: true, verified: true, visibility: 'private' },
          ],
        },
      },
    ],
  });
}

function resource(name: string, path: string): OAuthResource {
  return {
    name,
    path,
    requiredHeaders: ['user-agent'],
    contentType: 'application/json; charset=utf-8',
    refusal: (reason) => {
      switch (reason) {
        case 'missing_header':
          return { status: 403, body: 'Request forbidden: a User-Agent header is required.' };
        case 'token_misplaced':
          return json({ message: 'The access token belongs into the header', documentation_url: DOCUMENTATION }, 400);
        case 'invalid_token':
          return json({ message: 'Bad credentials', documentation_url: DOCUMENTATION, status: '401' }, 401);
        case 'not_found':
          return json({ message: 'Not Found', documentation_url: DOCUMENTATION, status: '404' }, 404);
      }
    },
  };
}
