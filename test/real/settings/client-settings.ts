import { both, method, oidc } from './body-changes.js';
import type { WrongSetting } from './wrong-setting.js';

/** Who we are there, and how we prove it. */
export const clientSettings: readonly WrongSetting[] = [
  {
    id: 'client-id',
    title: 'client id',
    kinds: both,
    change: (body) => ({ ...body, clientId: 'countersing' }),
    names: ['$.clientId'],
  },
  {
    id: 'secret',
    title: 'client secret',
    kinds: both,
    change: method({ clientSecret: 'not-the-secret' }),
    names: ['$.clientAuthentication.clientSecret'],
  },
  {
    id: 'method-post',
    title: 'method: post',
    kinds: both,
    change: method({ method: 'client_secret_post' }),
    names: ['$.clientAuthentication.method'],
  },
  {
    id: 'method-jwt',
    title: 'method: secret jwt',
    kinds: oidc,
    change: method({ method: 'client_secret_jwt' }),
    names: ['$.clientAuthentication.method'],
  },
  {
    id: 'method-none',
    title: 'method: none',
    kinds: oidc,
    change: (body) => ({ ...body, clientAuthentication: { method: 'none' } }),
    names: ['$.clientAuthentication.method'],
  },
  {
    id: 'encoding',
    title: 'encoding in Basic',
    kinds: oidc,
    client: 'special',
    change: (body, { provider }) =>
      method({ basicEncoding: provider.basicEncoding === 'raw' ? 'standard' : 'raw' })(body),
    names: ['$.clientAuthentication.basicEncoding'],
  },
  {
    id: 'redirect-uri',
    title: 'redirect URI',
    kinds: both,
    unregistered: true,
    change: (body) => body,
    names: ['$.redirectUri'],
  },
];
