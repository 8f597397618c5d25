import type { Answer } from '../http/answer.js';
import { json } from '../http/answers.js';
import { ACCOUNT, type OAuthPersona, startOAuthPersona } from './oauth-persona.js';

/**
 * Facebook: `/me` tells id and name only unless `fields` asks for more, errors are objects instead of texts, callbacks carry a
 * fragment, and the `@` of an address is escaped.
 */
export function startFacebook(): Promise<OAuthPersona> {
  return startOAuthPersona({
    name: 'facebook',
    clientId: '1234567890123456',
    clientSecret: 'facebook-test-secret',
    realOrigins: ['https://www.facebook.com', 'https://graph.facebook.com'],
    paths: { authorization: '/v23.0/dialog/oauth', token: '/v23.0/oauth/access_token' },
    tokenType: 'bearer',
    tokenRefusal: (_error, description) => graphError(100, description),
    decorateRedirect: (url) => {
      url.hash = '#_=_';
    },
    resources: [
      {
        name: 'me',
        path: '/me',
        acceptsParameters: ['access_token'],
        contentType: 'application/json; charset=UTF-8',
        body: (data, query) => escaped(pick(data as Record<string, unknown>, query.get('fields') ?? 'name')),
        refusal: (_reason, description) => graphError(190, description),
      },
    ],
    accounts: [
      {
        id: ACCOUNT,
        label: 'John Doe',
        tokenMembers: { expires_in: 5_183_944 },
        resources: {
          me: {
            id: '10223456789012345',
            name: 'John Doe',
            first_name: 'John',
            last_name: 'Doe',
            email: 'john@example.com',
          },
        },
      },
    ],
  });
}

function pick(data: Readonly<Record<string, unknown>>, fields: string): Record<string, unknown> {
  const wanted = new Set(['id', ...fields.split(',')]);
  return Object.fromEntries(Object.entries(data).filter(([name]) => wanted.has(name)));
}

const escaped = (value: unknown): string => JSON.stringify(value).replaceAll('@', '\\u0040');

function graphError(code: number, message: string): Answer {
  return json({ error: { message, type: 'OAuthException', code, fbtrace_id: 'A-test-trace' } }, 400);
}
