import { describe, expect, it } from '@jest/globals';
import { providerTemplates } from '../../src/providers/templates/provider-templates.js';
import { recogniseTemplates, withIssuer } from '../../src/providers/templates/recognise.js';

const server = 'https://login.example';
const endpoints = (authorization: string, token: string, userinfo: string, jwks: string) => ({
  issuer: server,
  authorization_endpoint: `${server}${authorization}`,
  token_endpoint: `${server}${token}`,
  userinfo_endpoint: `${server}${userinfo}`,
  jwks_uri: `${server}${jwks}`,
});
const recognised = (metadata: Record<string, unknown>) =>
  recogniseTemplates(providerTemplates, metadata).map(({ template }) => template.id);

describe('A product is recognised by how it writes its metadata', () => {
  const keycloak = '/realms/main/protocol/openid-connect';
  it.each([
    ['keycloak', endpoints(`${keycloak}/auth`, `${keycloak}/token`, `${keycloak}/userinfo`, `${keycloak}/certs`)],
    ['dex', endpoints('/dex/auth', '/dex/token', '/dex/userinfo', '/dex/keys')],
    ['ory-hydra', endpoints('/oauth2/auth', '/oauth2/token', '/userinfo', '/.well-known/jwks.json')],
    ['lemonldap', endpoints('/oauth2/authorize', '/oauth2/token', '/oauth2/userinfo', '/oauth2/jwks')],
    ['zitadel', endpoints('/oauth/v2/authorize', '/oauth/v2/token', '/oidc/v1/userinfo', '/oauth/v2/keys')],
    ['zitadel', endpoints('/authorize', '/oauth/token', '/userinfo', '/keys')],
    ['django-oauth-toolkit', endpoints('/o/authorize/', '/o/token/', '/o/userinfo/', '/o/.well-known/jwks.json')],
    ['canaille', endpoints('/oauth/authorize', '/oauth/token', '/oauth/userinfo', '/oauth/jwks.json')],
    ['authelia', endpoints('/api/oidc/authorization', '/api/oidc/token', '/api/oidc/userinfo', '/jwks.json')],
    [
      'authentik',
      endpoints('/application/o/authorize/', '/application/o/token/', '/application/o/userinfo/', '/jwks/'),
    ],
    ['gitlab', endpoints('/oauth/authorize', '/oauth/token', '/oauth/userinfo', '/oauth/discovery/keys')],
    ['node-oidc-provider', endpoints('/auth', '/token', '/me', '/jwks')],
    ['okta', endpoints('/oauth2/default/v1/authorize', '/x', '/y', '/oauth2/default/v1/keys')],
    ['ad-fs', endpoints('/adfs/oauth2/authorize/', '/adfs/oauth2/token/', '/adfs/userinfo', '/adfs/discovery/keys')],
    ['salesforce', endpoints('/services/oauth2/authorize', '/services/oauth2/token', '/x', '/id/keys')],
    ['auth0', { issuer: 'https://example.eu.auth0.com/' }],
    ['ping-one', { issuer: 'https://auth.pingone.eu/7d2f4b1c-9a3e-4f60-8b15-2c4d6e8f0a1b/as' }],
    ['amazon-cognito', { issuer: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Example1' }],
    ['google', { issuer: 'https://accounts.google.com' }],
    ['entra', { issuer: 'https://login.microsoftonline.com/7d2f4b1c-9a3e-4f60-8b15-2c4d6e8f0a1b/v2.0' }],
    ['slack', { issuer: 'https://slack.com' }],
    ['tara', { issuer: 'https://tara-test.ria.ee' }],
  ])('%s', (id, metadata) => {
    expect(recognised(metadata)).toEqual([id]);
  });

  it.each([
    ['nothing', {}],
    ['members of other types', { issuer: 7, authorization_endpoint: null, jwks_uri: ['/oauth2/jwks'] }],
    ['a server of its own kind', endpoints('/login/start', '/login/token', '/login/who', '/login/keyset')],
    ['a host that only ends alike', { issuer: 'https://example.auth0.com.evil.example/' }],
  ])('and not by %s', (_what, metadata) => {
    expect(recognised(metadata)).toEqual([]);
  });

  it('every pattern belongs to a template whose issuer is asked for, or to a test system of it', () => {
    const withPatterns = providerTemplates.filter(({ recognisedBy }) => recognisedBy !== undefined);
    expect(withPatterns.length).toBeGreaterThan(20);
    for (const { id, recognisedBy } of withPatterns)
      for (const recognition of recognisedBy ?? []) expect([id, Object.keys(recognition).length]).not.toEqual([id, 0]);
  });
});

describe('A template whose issuer was detected', () => {
  it('asks for it no more and has it in its body', () => {
    const okta = providerTemplates.find(({ id }) => id === 'okta')!;
    const filled = withIssuer(okta, 'https://example.okta.com');
    expect(filled.body.issuer).toBe('https://example.okta.com');
    expect(filled.inputs.map(({ name }) => name)).toEqual(['clientId', 'clientSecret']);
  });

  it('is left alone where its body has an issuer of its own', () => {
    const google = providerTemplates.find(({ id }) => id === 'google')!;
    expect(withIssuer(google, 'https://other.example')).toBe(google);
  });
});
