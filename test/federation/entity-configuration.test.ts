import { beforeAll, describe, expect, it } from '@jest/globals';
import { readEntityConfiguration } from '../../src/federation/jwks/entity-configuration.js';
import { generateSigningKey, type JwtParts, type SigningKey, signJwt } from '../support/scriptable-provider.js';

const ENTITY = 'https://op.example';
const ADDRESS = `${ENTITY}/.well-known/openid-federation`;
const ASKED_AT = 1_800_000_000_000;
const SOON = ASKED_AT / 1000 + 60;

describe('an entity configuration in place of a key set', () => {
  let own: SigningKey;
  let tokens: SigningKey;

  beforeAll(async () => {
    own = await generateSigningKey('ES256');
    tokens = await generateSigningKey('ES256');
  });

  interface Changes {
    readonly claims?: Readonly<Record<string, unknown>>;
    readonly header?: Readonly<Record<string, unknown>>;
    readonly parts?: Partial<JwtParts>;
    readonly address?: string;
  }

  const read = ({ claims, header, parts, address = ADDRESS }: Changes = {}) => {
    const jwt = signJwt({
      key: own,
      header: { typ: 'entity-statement+jwt', ...header },
      claims: {
        iss: ENTITY,
        sub: ENTITY,
        exp: SOON,
        jwks: { keys: [own.publicJwk] },
        metadata: { openid_provider: { jwks: { keys: [tokens.publicJwk] } } },
        ...claims,
      },
      ...parts,
    });
    return readEntityConfiguration(jwt, address, ASKED_AT);
  };

  it('gives the keys of tokens, not those of the federation', async () => {
    expect((await read()).keys.map(({ jwk }) => jwk.kid)).toEqual([tokens.kid]);
  });

  it('may be of an entity whose identifier ends in a slash', async () => {
    const withSlash = { iss: `${ENTITY}/`, sub: `${ENTITY}/` };
    expect((await read({ claims: withSlash })).keys).toHaveLength(1);
  });

  const wrong: readonly (readonly [string, () => Changes, RegExp])[] = [
    [
      'comes from the address of another entity',
      () => ({ address: `https://x.example/${ADDRESS}` }),
      /iss: expected the entity/,
    ],
    ['is about another entity than it is by', () => ({ claims: { sub: 'https://x.example' } }), /iss and sub/],
    ['names no entity', () => ({ claims: { iss: undefined, sub: undefined } }), /iss and sub/],
    ['has expired', () => ({ claims: { exp: ASKED_AT / 1000 } }), /exp has passed/],
    ['never expires', () => ({ claims: { exp: undefined } }), /exp: expected a time/],
    ['expires at a text', () => ({ claims: { exp: '2100' } }), /exp: expected a time/],
    ['is another kind of JWT', () => ({ header: { typ: 'JWT' } }), /header typ/],
    ['needs an extension', () => ({ header: { crit: ['x'] } }), /header crit/],
    ['has a damaged signature', () => ({ parts: { damageSignature: true } }), /signature: it is not made/],
    ['is signed with a key that it does not list', () => ({ parts: { key: tokens } }), /signature: no key/],
    ['is not signed', () => ({ parts: { key: 'none' } }), /unsigned/],
    ['lists no key of its own', () => ({ claims: { jwks: undefined } }), /jwks: expected the JWK set of the entity/],
    ['is not of an OpenID provider', () => ({ claims: { metadata: { openid_relying_party: {} } } }), /openid_provider/],
    [
      'has no keys of tokens',
      () => ({ claims: { metadata: { openid_provider: { jwks: { keys: 'x' } } } } }),
      /openid_provider/,
    ],
    ['has a member twice', () => ({ parts: { payload: '{"iss":1,"iss":2}' } }), /duplicate_member/],
  ];

  it.each(wrong)('is refused when it %s', async (_what, changes, detail) => {
    await expect(read(changes())).rejects.toMatchObject({
      code: 'jwks.entity_configuration_invalid',
      detail: expect.stringMatching(detail),
    });
  });

  it('is refused when it is no JWT', async () => {
    await expect(readEntityConfiguration('<html>', ADDRESS, ASKED_AT)).rejects.toMatchObject({
      code: 'jwks.entity_configuration_invalid',
    });
  });
});
