import type { Fault } from '../../errors/countersign-error.js';
import { jsonPath } from '../../http/schema-faults.js';
import type { ProviderDraft } from './provider-draft.js';

/** Parameters that the protocol or another member sets, with the member to use instead. */
const reserved: Readonly<Record<string, string | null>> = {
  state: null,
  nonce: 'idToken.useNonce',
  redirect_uri: null,
  response_type: null,
  response_mode: 'responseMode',
  client_id: 'clientId',
  client_secret: 'clientAuthentication',
  scope: 'scopes',
  dpop_jkt: 'dpop',
  id_token_hint: null,
};
const reservedPrefixes: Readonly<Record<string, string>> = {
  code_challenge: 'usePkce',
  request: 'requestObject',
  client_assertion: 'clientAuthentication',
};

/** Faults of the authorization request and its response. */
export function authorizationFaults(draft: ProviderDraft): readonly Fault[] {
  return [
    ...draft.authorizationParameterNames.flatMap((name) => parameterFault(draft, name)),
    ...requestObjectFaults(draft),
    ...responseFaults(draft),
  ];
}

function parameterFault(draft: ProviderDraft, name: string): Fault[] {
  const path = jsonPath(['authorizationParameters', name]);
  const key = name.toLowerCase();
  const prefix = Object.keys(reservedPrefixes).find((start) => key.startsWith(start));
  const setBy = prefix === undefined ? setByMember(draft, key) : (reservedPrefixes[prefix] ?? null);
  if (setBy === undefined) return [];
  return [
    {
      path,
      message:
        setBy === null ? 'must not be set here: the protocol sets it' : `must not be set here: it is set by ${setBy}`,
    },
  ];
}

/** The member that sets a parameter, null when the protocol itself does, undefined when an admin may. */
function setByMember(draft: ProviderDraft, parameter: string): string | null | undefined {
  if (Object.hasOwn(reserved, parameter)) return reserved[parameter];
  if (parameter === 'claims' && draft.claimsRequest) return 'claimsRequest';
  if (parameter === 'login_hint' && draft.useLoginHint === true) return 'useLoginHint';
  const age = draft.assurance?.maxAuthenticationAgeSeconds;
  if (parameter === 'max_age' && typeof age === 'number') return 'assurance.maxAuthenticationAgeSeconds';
  return undefined;
}

function requestObjectFaults(draft: ProviderDraft): Fault[] {
  const { requestObject, clientAuthentication } = draft;
  if (!requestObject) return [];
  if (clientAuthentication.method === 'apple_client_secret') {
    return [
      { path: '$.requestObject', message: 'must be null with `apple_client_secret`: Apple takes no request objects' },
    ];
  }
  const assertionAlgorithm = clientAuthentication.signingAlgorithm ?? 'RS256';
  if (clientAuthentication.method === 'private_key_jwt' && requestObject.signingAlgorithm !== assertionAlgorithm) {
    return [
      {
        path: '$.requestObject.signingAlgorithm',
        message: `must be that of clientAuthentication, ${assertionAlgorithm}: one key signs both`,
      },
    ];
  }
  return [];
}

function responseFaults(draft: ProviderDraft): Fault[] {
  const { responseMode, authorizationResponse } = draft;
  if (responseMode === undefined || responseMode?.includes('jwt') === true) return [];
  const faults: Fault[] = [];
  if (authorizationResponse.encryption) {
    faults.push({ path: '$.authorizationResponse.encryption', message: 'needs a `jwt` responseMode (JARM)' });
  }
  for (const [index, mapping] of (authorizationResponse.mappings ?? []).entries()) {
    if (mapping.action === 'validate') {
      faults.push({
        path: `$.authorizationResponse.mappings[${index}].action`,
        message:
          "must not be `validate`: without JARM the response is unsigned and passes through the signer's browser",
      });
    }
  }
  return faults;
}
