import type { AuthorizationResponse, ScriptableCall } from '../scriptable-provider.js';
import { type OpenIdPersona, startOpenIdPersona, UNANNOUNCED } from './openid-persona.js';

/** `acr_values` that chooses Swedish BankID. */
export const BANKID_ACR_VALUES = 'idp:sebankid';

/**
 * A broker in front of Swedish BankID: `acr_values` says which eID to use and is required, `sub` stands in braces, and the personal
 * number is a claim of its own.
 */
export function startBankIdBroker(): Promise<OpenIdPersona> {
  return startOpenIdPersona(
    {
      name: 'bankid-broker',
      clientId: 'urn:sign:production:bankid',
      realOrigins: ['https://broker.example'],
      clientAuthentication: { method: 'client_secret_basic', clientSecret: 'broker/test+secret=' },
      paths: {
        authorization: '/oauth2/authorize',
        token: '/oauth2/token',
        jwks: '/.well-known/jwks',
        userinfo: '/oauth2/userinfo',
      },
      metadata: { ...UNANNOUNCED, acr_values_supported: [BANKID_ACR_VALUES, 'idp:nobankid'] },
      person: {
        idToken: {
          sub: '{5c1f2e7a-3b4d-4e5f-8a6b-7c8d9e0f1a2b}',
          identityscheme: 'sebankid',
          nameidentifier: '5c1f2e7a3b4d4e5f8a6b7c8d9e0f1a2b',
          ssn: '198001019876',
          name: 'John Doe',
          given_name: 'John',
          family_name: 'Doe',
          ipaddress: '192.0.2.10',
          country: 'SE',
        },
      },
    },
    () => ({
      authorization: refuseWithoutIdentityProvider,
      idToken: { claims: { acr: 'urn:grn:authn:se:bankid', authenticationtype: 'urn:grn:authn:se:bankid' } },
    }),
  );
}

function refuseWithoutIdentityProvider(happy: AuthorizationResponse, { query }: ScriptableCall): AuthorizationResponse {
  const parameters = happy.parameters.filter(([name]) => name !== 'iss');
  if (/^idp:\w+$/.test(query.get('acr_values') ?? '')) return { ...happy, parameters };
  return {
    ...happy,
    parameters: [['error', 'invalid_request'], ...parameters.filter(([name]) => name !== 'code')],
  };
}
