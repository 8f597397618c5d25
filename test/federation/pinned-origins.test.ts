import { describe, expect, it } from '@jest/globals';
import { requirePinnedOrigins } from '../../src/federation/metadata/pinned-origins.js';
import { providerUnderTest } from './support/provider-under-test.js';

/** What presents a certificate goes to aliases too. */
const { configuration } = providerUnderTest({
  kind: 'oidc',
  clientId: 'sign',
  clientAuthentication: { method: 'none' },
  issuer: 'https://idp.example',
  resources: [{ name: 'userinfo', uri: 'https://api.idp.example/userinfo' }],
});
const withCertificate = { ...configuration, clientAuthentication: { method: 'tls_client_auth' } } as const;

describe('pinned origins', () => {
  const server = {
    issuer: 'https://idp.example',
    authorization_endpoint: 'https://idp.example/authorize',
    token_endpoint: 'https://api.idp.example/token',
    authorization_response_iss_parameter_supported: false,
  };
  const pinned = {
    authorization_endpoint: 'https://idp.example',
    token_endpoint: 'https://api.idp.example',
  };

  it.each([
    ['the same', {}],
    ['another path', { token_endpoint: 'https://api.idp.example/v2/token' }],
    ['a new endpoint at a pinned origin', { jwks_uri: 'https://api.idp.example/keys' }],
    ['an endpoint elsewhere that nobody uses', { end_session_endpoint: 'https://elsewhere.example/logout' }],
  ])('accept %s', (_what, changes) => {
    expect(() => {
      requirePinnedOrigins({ ...server, ...changes }, pinned, configuration);
    }).not.toThrow();
  });

  it.each([
    ['another host', { token_endpoint: 'https://evil.example/token' }],
    ['another port', { token_endpoint: 'https://api.idp.example:8443/token' }],
    ['http', { authorization_endpoint: 'http://idp.example/authorize' }],
    ['endpoints that changed places', { token_endpoint: 'https://idp.example/token' }],
    ['a new endpoint elsewhere', { jwks_uri: 'https://evil.example/keys' }],
    ['a new alias elsewhere', { mtls_endpoint_aliases: { token_endpoint: 'https://evil.example/token' } }],
    [
      'an alias elsewhere of the UserInfo endpoint, to which a resource with its address goes',
      {
        userinfo_endpoint: 'https://api.idp.example/userinfo',
        mtls_endpoint_aliases: { userinfo_endpoint: 'https://evil.example/userinfo' },
      },
    ],
  ])('refuse %s', (_what, changes) => {
    expect(() => {
      requirePinnedOrigins({ ...server, ...changes }, pinned, withCertificate);
    }).toThrow(expect.objectContaining({ code: 'discovery.endpoint_moved' }));
  });
});
