import { both, endpoint, oidc } from './body-changes.js';
import type { Body, WrongSetting } from './wrong-setting.js';

/** Whom we talk to, and where. */
export const addressSettings: readonly WrongSetting[] = [
  {
    id: 'issuer-slash',
    title: 'issuer: slash',
    kinds: oidc,
    change: (body, { issuer }) => ({ ...body, issuer: issuer.endsWith('/') ? issuer.slice(0, -1) : `${issuer}/` }),
    names: ['$.issuer'],
  },
  {
    id: 'issuer-path',
    title: 'issuer: path',
    kinds: oidc,
    change: (body, { issuer }) => ({ ...body, issuer: `${issuer.replace(/\/$/, '')}/v2.0` }),
    names: ['$.issuer'],
  },
  {
    id: 'issuer-entered',
    title: 'issuer, all else entered',
    kinds: oidc,
    change: (body, place) => ({
      ...body,
      discovery: false,
      issuer: `${place.issuer.replace(/\/$/, '')}/v2.0`,
      authorizationUri: endpoint(place, 'authorization_endpoint'),
      tokenUri: endpoint(place, 'token_endpoint'),
      jwksUri: endpoint(place, 'jwks_uri'),
      resources: (body['resources'] as readonly Body[]).map((one) => ({
        ...one,
        uri: endpoint(place, 'userinfo_endpoint'),
      })),
    }),
    names: ['$.issuer'],
  },
  {
    id: 'authorization-uri',
    title: 'authorization URI: absent page',
    kinds: both,
    change: (body, place) => ({
      ...body,
      authorizationUri: `${endpoint(place, 'authorization_endpoint').replace(/\/$/, '')}-v2`,
    }),
    names: ['$.authorizationUri'],
  },
  {
    id: 'authorization-uri-token',
    title: 'authorization URI: the token URI',
    kinds: both,
    change: (body, place) => ({ ...body, authorizationUri: endpoint(place, 'token_endpoint') }),
    names: ['$.authorizationUri'],
  },
  {
    id: 'token-uri',
    title: 'token URI: absent page',
    kinds: both,
    change: (body, place) => ({ ...body, tokenUri: `${endpoint(place, 'token_endpoint').replace(/\/$/, '')}-v2` }),
    names: ['$.tokenUri'],
  },
  {
    id: 'token-uri-authorization',
    title: 'token URI: the authorization URI',
    kinds: both,
    change: (body, place) => ({ ...body, tokenUri: endpoint(place, 'authorization_endpoint') }),
    names: ['$.tokenUri'],
  },
  {
    id: 'jwks-uri',
    title: 'JWKS URI: absent page',
    kinds: oidc,
    change: (body, place) => ({ ...body, jwksUri: `${endpoint(place, 'jwks_uri').replace(/\/$/, '')}-v2` }),
    names: ['$.jwksUri'],
  },
  {
    id: 'jwks-uri-foreign',
    title: "JWKS URI: another provider's",
    kinds: oidc,
    change: (body, { foreignJwksUri }) => ({ ...body, jwksUri: foreignJwksUri }),
    names: ['$.jwksUri'],
  },
];
