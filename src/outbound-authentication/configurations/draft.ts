import { isObject, type Known, readMembers } from '../../http/read-members.js';
import {
  clientCredentialsShape,
  type EnteredSecret,
  endpointShape,
  jwtBearerShape,
  mutualTlsShape,
  serverCertificateShape,
} from './external-authentication.schema.js';

const { headers: _endpointHeaders, ...endpointMembers } = endpointShape;
const {
  headers: _headers,
  formValues: _formValues,
  mutualTls: _mutualTls,
  serverCertificate: _serverCertificate,
  ...tokenMembers
} = { ...clientCredentialsShape, ...jwtBearerShape };

/** A header or form value with its secret, as far as it was well-formed. */
export interface DraftValue {
  readonly name: string;
  readonly value: EnteredSecret;
}

export interface DraftConnection {
  readonly mutualTls: Known<typeof mutualTlsShape> | null;
  readonly serverCertificate: Known<typeof serverCertificateShape> | null;
}

export interface DraftGrant extends DraftConnection, Known<typeof tokenMembers> {
  readonly grant: 'client_credentials' | 'jwt_bearer';
  readonly path: string;
  readonly headers: readonly DraftValue[];
  readonly formValues: readonly DraftValue[];
}

/** A body read member by member, so that rules between members name their faults even while other members are wrong. */
export interface Draft extends DraftConnection, Known<typeof endpointMembers> {
  readonly headers: readonly DraftValue[];
  readonly grants: readonly DraftGrant[];
  /** null or left out. */
  readonly withoutGrant: boolean;
  /** Nothing of what one is for was sent, well-formed or not. */
  readonly withoutPurpose: boolean;
}

/** Reads what can be read of a body. Never throws. */
export function readDraft(body: unknown): Draft {
  const members = isObject(body) ? body : {};
  const oAuth = members['oAuthConfiguration'];
  const grants = isObject(oAuth) ? oAuth : {};
  return {
    ...readMembers(endpointMembers, members),
    ...readConnection(members),
    headers: readValues(members['headers']),
    grants: [
      ...readGrant(
        'client_credentials',
        '$.oAuthConfiguration.clientCredentialsConfig',
        grants['clientCredentialsConfig'],
      ),
      ...readGrant('jwt_bearer', '$.oAuthConfiguration.jwtBearerConfig', grants['jwtBearerConfig']),
    ],
    withoutGrant: isLeftOut(oAuth),
    withoutPurpose:
      isLeftOut(oAuth) &&
      isLeftOut(members['serverCertificate']) &&
      (isLeftOut(members['headers']) || isEmpty(members['headers'])) &&
      (isLeftOut(members['mutualTls']) || isSwitchedOff(members['mutualTls'])),
  };
}

const isLeftOut = (value: unknown): boolean => value === undefined || value === null;

const isEmpty = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

const isSwitchedOff = (value: unknown): boolean =>
  isObject(value) && (isLeftOut(value['enabled']) || value['enabled'] === false);

function readGrant(grant: DraftGrant['grant'], path: string, raw: unknown): DraftGrant[] {
  if (!isObject(raw)) return [];
  const { headers, formValues } = raw;
  return [
    {
      ...readMembers(tokenMembers, raw),
      ...readConnection(raw),
      headers: readValues(headers),
      formValues: readValues(formValues),
      grant,
      path,
    },
  ];
}

function readConnection({ mutualTls, serverCertificate }: Readonly<Record<string, unknown>>): DraftConnection {
  return {
    mutualTls: isObject(mutualTls) ? readMembers(mutualTlsShape, mutualTls) : null,
    serverCertificate: isObject(serverCertificate) ? readMembers(serverCertificateShape, serverCertificate) : null,
  };
}

function readValues(raw: unknown): readonly DraftValue[] {
  if (!Array.isArray(raw)) return [];
  return raw.map((one: unknown): DraftValue => {
    const { name, value } = isObject(one) ? one : {};
    return { name: typeof name === 'string' ? name : '', value: readSecret(value) };
  });
}

function readSecret(value: unknown): EnteredSecret {
  return typeof value === 'string' ? value : isObject(value) ? { set: true } : undefined;
}

/** What of a grant says how it authenticates. */
export interface MethodMembers {
  readonly grant: DraftGrant['grant'];
  readonly clientAuthenticationMethod: DraftGrant['clientAuthenticationMethod'];
  readonly useBasicAuthentication?: boolean | undefined;
}

/** How a grant authenticates; null where what decides it is not well-formed. */
export function methodOf({ grant, clientAuthenticationMethod: method, useBasicAuthentication: basic }: MethodMembers) {
  if (method === undefined) return null;
  if (method !== null) return method;
  if (basic === undefined && grant === 'jwt_bearer') return 'none';
  return basic === false ? 'client_secret_post' : 'client_secret_basic';
}
