import { z } from 'zod';
import {
  clientAuthenticationMethods,
  clientCredentialsShape,
  endpointShape,
  jwtBearerShape,
  mutualTlsShape,
  serverCertificateShape,
} from './external-authentication.schema.js';

const namesSchema = z.array(z.string());
const mutualTlsSchema = z.strictObject(mutualTlsShape).nullable();
const serverCertificateSchema = z.strictObject(serverCertificateShape).nullable();

const {
  clientSecret: _clientSecret,
  privateKey: _privateKey,
  useBasicAuthentication: _useBasic,
  ...clientCredentialsMembers
} = clientCredentialsShape;
const {
  clientSecret: _otherSecret,
  privateKey: _otherKey,
  useBasicAuthentication: _otherBasic,
  ...jwtBearerMembers
} = jwtBearerShape;

/** Members of both grants as they are stored: the method is settled, and of headers and form values only names are left. */
const storedTokenMembers = {
  clientAuthenticationMethod: z.enum(clientAuthenticationMethods),
  headers: namesSchema,
  formValues: namesSchema,
  mutualTls: mutualTlsSchema,
  serverCertificate: serverCertificateSchema,
};

const grantSchema = z.discriminatedUnion('grant', [
  z.strictObject({ grant: z.literal('client_credentials'), ...clientCredentialsMembers, ...storedTokenMembers }),
  z.strictObject({ grant: z.literal('jwt_bearer'), ...jwtBearerMembers, ...storedTokenMembers }),
]);

/** What a revision holds: everything but the secrets. */
export const configurationSchema = z.strictObject({
  url: endpointShape.url,
  match: endpointShape.match,
  headers: namesSchema,
  mutualTls: mutualTlsSchema,
  serverCertificate: serverCertificateSchema,
  oAuth: grantSchema.nullable(),
});

export type Configuration = z.output<typeof configurationSchema>;
export type Grant = z.output<typeof grantSchema>;
type MutualTls = NonNullable<Configuration['mutualTls']>;
export type ServerCertificate = NonNullable<Configuration['serverCertificate']>;

/** JSON path of the members of a grant in the body. */
export function pathOfGrant({ grant }: Pick<Grant, 'grant'>): string {
  return `$.oAuthConfiguration.${grant === 'client_credentials' ? 'clientCredentialsConfig' : 'jwtBearerConfig'}`;
}

/** Whose certificate and trust a connection uses, and where in the body they stand. */
export interface ConnectionSettings {
  readonly mutualTls: MutualTls | null;
  readonly serverCertificate: ServerCertificate | null;
  /** Path of the object that holds `mutualTls` and `serverCertificate`. */
  readonly path: string;
}

export function endpointConnection({ mutualTls, serverCertificate }: Configuration): ConnectionSettings {
  return { mutualTls, serverCertificate, path: '$' };
}

export function tokenConnection(configuration: Configuration, grant: Grant): ConnectionSettings {
  if (grant.useEndpointMtlsConfiguration) return endpointConnection(configuration);
  return { mutualTls: grant.mutualTls, serverCertificate: grant.serverCertificate, path: pathOfGrant(grant) };
}

/** The certificate that a connection presents, by name; null: none. */
export function presentedName({ mutualTls }: Pick<ConnectionSettings, 'mutualTls'>): string | null {
  return mutualTls?.enabled === true ? mutualTls.clientCertificate : null;
}

/** Every certificate that is named, presented or not. */
export function namedCertificates({ mutualTls, oAuth }: Configuration): readonly string[] {
  const names = [mutualTls?.clientCertificate, oAuth?.mutualTls?.clientCertificate];
  return [...new Set(names.filter((name): name is string => typeof name === 'string'))];
}

/** The methods that are known by the certificate of the connection (RFC 8705 §2). */
export const isCertificateMethod = (method: Grant['clientAuthenticationMethod']): boolean =>
  method === 'tls_client_auth' || method === 'self_signed_tls_client_auth';

/** Whether the grant signs assertions: as its client authentication, or as the grant itself. */
export const signsAssertions = ({
  grant,
  clientAuthenticationMethod,
}: Pick<Grant, 'grant' | 'clientAuthenticationMethod'>): boolean =>
  grant === 'jwt_bearer' || clientAuthenticationMethod === 'private_key_jwt';

export const sendsClientSecret = ({ clientAuthenticationMethod }: Pick<Grant, 'clientAuthenticationMethod'>): boolean =>
  clientAuthenticationMethod === 'client_secret_basic' || clientAuthenticationMethod === 'client_secret_post';
