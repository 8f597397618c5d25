import { z } from 'zod';
import { isObject, type Known, readMembers } from '../../http/read-members.js';
import { authorizationResponseSchema } from '../configuration/authorization.schema.js';
import { idTokenSchema } from '../configuration/id-token.schema.js';
import { subjectSchema } from '../configuration/identity.schema.js';
import { dependentMembers, plainMembers } from '../configuration/provider-members.js';
import { resourceSchema } from '../configuration/resource.schema.js';

const orNull = <T extends z.ZodType>(schema: T) => schema.nullish().transform((value) => value ?? null);

const draftShape = {
  ...plainMembers,
  displayName: orNull(dependentMembers.displayName),
  scopes: orNull(dependentMembers.scopes),
  issuer: orNull(dependentMembers.issuer),
  discovery: orNull(dependentMembers.discovery),
};

const text = z.string().optional();
const clientAuthenticationShape = {
  method: text,
  signingAlgorithm: text,
  clientSecret: text,
  privateKey: text,
  keyId: text,
  certificate: text,
  expiresAt: z.string().nullish(),
  overlapSeconds: z.number().optional(),
};

export type DraftResource = Known<(typeof resourceSchema)['shape']>;

/**
 * A request body read member by member, so that the rules between members can name their faults even while other members are
 * wrong. Absent members have their defaults; those that depend on others are null when absent.
 */
export interface ProviderDraft extends Known<typeof draftShape> {
  readonly clientAuthentication: Known<typeof clientAuthenticationShape>;
  readonly authorizationResponse: Known<(typeof authorizationResponseSchema)['shape']>;
  /** null: not given. */
  readonly idToken: Known<(typeof idTokenSchema)['shape']> | null;
  readonly resources: readonly DraftResource[];
  /** null: not given. */
  readonly subject: Known<(typeof subjectSchema)['shape']> | null;
  readonly decryptionKey: string | null;
  /** Names of the authorization parameters, also of those whose value is wrong. */
  readonly authorizationParameterNames: readonly string[];
}

/** Reads what can be read of a request body. Never throws. */
export function readDraft(body: unknown): ProviderDraft {
  const members = isObject(body) ? body : {};
  const { resources, idToken, subject, authorizationParameters, decryptionKey } = members;
  return {
    ...readMembers(draftShape, members),
    clientAuthentication: readMembers(clientAuthenticationShape, members['clientAuthentication']),
    authorizationResponse: readMembers(authorizationResponseSchema.shape, members['authorizationResponse']),
    idToken: idToken === undefined || idToken === null ? null : readMembers(idTokenSchema.shape, idToken),
    subject: subject === undefined || subject === null ? null : readMembers(subjectSchema.shape, subject),
    resources: Array.isArray(resources) ? resources.map((resource) => readMembers(resourceSchema.shape, resource)) : [],
    decryptionKey: typeof decryptionKey === 'string' ? decryptionKey : null,
    authorizationParameterNames: isObject(authorizationParameters) ? Object.keys(authorizationParameters) : [],
  };
}

/** Whether URIs left null come from the issuer's metadata, stated or by default; undefined when it cannot be known. */
export function usesDiscovery(draft: ProviderDraft): boolean | undefined {
  if (draft.discovery !== null) return draft.discovery;
  if (draft.issuer === undefined || draft.kind === undefined) return undefined;
  return draft.issuer !== null && neededUris(draft).some((name) => draft[name] === null);
}

type EndpointName = 'authorizationUri' | 'tokenUri' | 'jwksUri';

/** The endpoints without which a login of this kind cannot work. */
export function neededUris(draft: ProviderDraft): readonly EndpointName[] {
  const always: readonly EndpointName[] = ['authorizationUri', 'tokenUri'];
  return needsJwks(draft) ? [...always, 'jwksUri'] : always;
}

function needsJwks(draft: ProviderDraft): boolean {
  if (draft.responseMode?.includes('jwt') === true) return true;
  if (draft.kind !== 'oidc') return false;
  const algorithms = draft.idToken?.signingAlgorithms ?? ['RS256'];
  const signedResource = draft.resources.some((resource) => (resource.signingAlgorithms ?? []).length > 0);
  return signedResource || algorithms.some((algorithm) => !algorithm.startsWith('HS'));
}
