import { type OpenIdPersona, onlyWith, startOpenIdPersona, UNANNOUNCED } from './openid-persona.js';

/** The sector-specific personal identifier of the person, in the claim `urn:pvpgvat:oidc.bpk`. */
export const ID_AUSTRIA_BPK = 'ZP-MH:dGhpcyBpcyBhIHRlc3QgYlBLLi4=';

const PVP = 'urn:pvpgvat:oidc.';

/**
 * ID Austria: claims are URNs with dots and colons, `sub` is new at each login (who it is, the bPK says), the client id is a URL,
 * the secret goes into the form, and there is no UserInfo.
 */
export function startIdAustria(): Promise<OpenIdPersona> {
  let login = 0;
  return startOpenIdPersona(
    {
      name: 'id-austria',
      clientId: 'https://sign.example',
      realOrigins: ['https://eid.oesterreich.gv.at', 'https://idp.id-austria.gv.at'],
      clientAuthentication: { method: 'client_secret_post', clientSecret: 'id-austria-test-secret' },
      paths: {
        authorization: '/auth/idp/profile/oidc/authorize',
        token: '/auth/idp/profile/oidc/token',
        jwks: '/auth/idp/profile/oidc/keyset',
      },
      metadata: {
        ...UNANNOUNCED,
        userinfo_endpoint: undefined,
        token_endpoint_auth_methods_supported: ['client_secret_post'],
        scopes_supported: ['openid', 'profile'],
      },
      person: () => ({
        idToken: { sub: `JOHNDOETRANSIENTSUBJECTAUST7${(login += 1).toString().padStart(4, '0')}`, ...PERSON },
      }),
    },
    () => ({
      authorization: { iss: undefined },
      token: onlyWith('client_secret_post'),
      userinfo: { status: 404, body: '' },
    }),
  );
}

const PERSON = {
  given_name: 'John',
  family_name: 'Doe',
  birthdate: '1983-06-04',
  [`${PVP}bpk`]: ID_AUSTRIA_BPK,
  [`${PVP}eid_citizen_qaa_eidas_level`]: 'http://eidas.europa.eu/LoA/high',
  [`${PVP}eid_issuing_nation`]: 'AT',
  [`${PVP}pvp_version`]: '2.2',
  'org.iso.18013.5.1:age_over_18': 'true',
};
