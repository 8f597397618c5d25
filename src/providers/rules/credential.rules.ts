import {
  faultOfDecryptionKey,
  faultOfKeyForAlgorithm,
  faultOfPublicForm,
  keyBelongsToCertificate,
  readPrivateKey,
} from '../../credentials/key-material.js';
import type { Fault } from '../../errors/countersign-error.js';
import type { ProviderDraft } from './provider-draft.js';

const path = '$.clientAuthentication';
const secretMethods = ['client_secret_basic', 'client_secret_post', 'client_secret_jwt'];

/** The member without which a method cannot work and for which nothing is generated. */
const requiredMember: Readonly<Record<string, 'clientSecret' | 'privateKey' | 'certificate'>> = {
  client_secret_basic: 'clientSecret',
  client_secret_post: 'clientSecret',
  client_secret_jwt: 'clientSecret',
  apple_client_secret: 'privateKey',
  tls_client_auth: 'certificate',
  self_signed_tls_client_auth: 'certificate',
};

/**
 * Faults of secrets, keys and certificates as far as the body alone tells; what is stored is judged by the use cases.
 * @param context.creating nothing is stored yet that could be kept
 */
export function credentialFaults(draft: ProviderDraft, context: { readonly creating: boolean }): readonly Fault[] {
  return [
    ...(context.creating ? missingFaults(draft) : []),
    ...keyFaults(draft),
    ...certificateFaults(draft),
    ...companionFaults(draft),
    ...tokenKeyFaults(draft),
  ];
}

function missingFaults({ clientAuthentication: given }: ProviderDraft): Fault[] {
  const member = given.method === undefined ? undefined : requiredMember[given.method];
  if (member === undefined || given[member] !== undefined) return [];
  return [{ path: `${path}.${member}`, message: `is required by ${given.method ?? ''}` }];
}

function keyFaults({ clientAuthentication: { method, privateKey, signingAlgorithm } }: ProviderDraft): Fault[] {
  const key = privateKey === undefined ? null : readPrivateKey(privateKey);
  if (key === null) return [];
  const algorithm =
    method === 'apple_client_secret' ? 'ES256' : method === 'private_key_jwt' ? (signingAlgorithm ?? 'RS256') : null;
  const fault = algorithm === null ? null : faultOfKeyForAlgorithm(key, algorithm);
  return fault === null ? [] : [{ path: `${path}.privateKey`, message: fault }];
}

function certificateFaults({ clientAuthentication: { method, privateKey, certificate } }: ProviderDraft): Fault[] {
  if (method !== 'tls_client_auth' && method !== 'self_signed_tls_client_auth') return [];
  if (certificate === undefined && privateKey === undefined) return [];
  if (privateKey === undefined)
    return [{ path: `${path}.privateKey`, message: 'must be given together with `certificate`' }];
  if (certificate === undefined)
    return [{ path: `${path}.certificate`, message: 'must be given together with `privateKey`' }];
  const key = readPrivateKey(privateKey);
  if (key === null) return [];
  const fault = keyBelongsToCertificate(key, certificate)
    ? faultOfPublicForm(key)
    : 'must be the private key of the first certificate';
  return fault === null ? [] : [{ path: `${path}.privateKey`, message: fault }];
}

/** Members that mean nothing without a new secret or key beside them: to ignore them silently would mislead. */
function companionFaults({ clientAuthentication: given }: ProviderDraft): Fault[] {
  const faults: Fault[] = [];
  const entered = [given.clientSecret, given.privateKey, given.certificate].some((value) => value !== undefined);
  if (given.keyId !== undefined && given.privateKey === undefined) {
    faults.push({ path: `${path}.keyId`, message: 'must be given together with `privateKey`, whose name it is' });
  }
  if (given.method === 'apple_client_secret' && given.privateKey !== undefined && given.keyId === undefined) {
    faults.push({
      path: `${path}.keyId`,
      message: 'is required with `privateKey`: the key id that Apple shows beside it',
    });
  }
  if (given.overlapSeconds !== undefined && !entered) {
    faults.push({
      path: `${path}.overlapSeconds`,
      message: 'must be given together with the secret or key that replaces another',
    });
  }
  return faults;
}

function tokenKeyFaults(draft: ProviderDraft): Fault[] {
  const faults: Fault[] = [];
  const { method } = draft.clientAuthentication;
  if (method !== undefined && !secretMethods.includes(method)) {
    for (const [index, algorithm] of (draft.idToken?.signingAlgorithms ?? []).entries()) {
      if (algorithm.startsWith('HS')) {
        faults.push({
          path: `$.idToken.signingAlgorithms[${index}]`,
          message: `${algorithm} is keyed with the client secret, which ${method} does not have`,
        });
      }
    }
  }
  if (draft.decryptionKey !== null) faults.push(...decryptionKeyFaults(draft, draft.decryptionKey));
  return faults;
}

function decryptionKeyFaults(draft: ProviderDraft, text: string): Fault[] {
  const encryptions = [
    draft.idToken?.encryption,
    draft.authorizationResponse.encryption,
    ...draft.resources.map((resource) => resource.encryption),
  ];
  if (draft.idToken !== null && draft.idToken.encryption === undefined) return [];
  const algorithms = encryptions.flatMap((encryption) => encryption?.keyManagementAlgorithms ?? []);
  if (algorithms.length === 0) {
    return [{ path: '$.decryptionKey', message: 'is of no use: no `encryption` is configured' }];
  }
  const key = readPrivateKey(text);
  const fault = key === null ? null : faultOfDecryptionKey(key, algorithms);
  return fault === null ? [] : [{ path: '$.decryptionKey', message: fault }];
}
