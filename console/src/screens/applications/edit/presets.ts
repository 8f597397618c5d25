import { JWT_GRANT } from '../../../api/oauth-names.js';

/** Kinds of applications that people have, as requests that only lack what they alone know. */
export const presets = {
  service: {
    name: '',
    grants: ['client_credentials'],
    redirectUris: [],
    scopes: [],
    authentication: { method: 'client_secret_basic' },
    tokens: { bound: 'none', format: 'jwt', accessSeconds: null },
  },
  certificate: {
    name: '',
    grants: ['client_credentials'],
    redirectUris: [],
    scopes: [],
    authentication: { method: 'tls_client_auth', tls_client_auth_san_dns: '' },
    tokens: { bound: 'certificate', format: 'jwt', accessSeconds: null },
  },
  impersonation: {
    name: '',
    grants: [JWT_GRANT],
    redirectUris: [],
    scopes: ['impersonation'],
    authentication: { method: 'private_key_jwt' },
    generateKey: 'RSA-2048',
    tokens: { bound: 'none', format: 'jwt', accessSeconds: null },
  },
  web: {
    name: '',
    grants: ['authorization_code', 'refresh_token'],
    redirectUris: [],
    scopes: ['openid', 'profile', 'email'],
    authentication: { method: 'client_secret_basic' },
    tokens: { bound: 'none', format: 'jwt', accessSeconds: null },
  },
  device: {
    name: '',
    grants: ['authorization_code', 'refresh_token'],
    redirectUris: [],
    scopes: ['openid', 'profile', 'email'],
    authentication: { method: 'none' },
    tokens: { bound: 'dpop', format: 'jwt', accessSeconds: null },
  },
} as const;

export type Preset = keyof typeof presets;
export const presetNames = Object.keys(presets) as readonly Preset[];
