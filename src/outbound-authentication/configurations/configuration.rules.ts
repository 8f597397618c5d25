import { faultOfKeyForAlgorithm, readPrivateKey } from '../../credentials/key-material.js';
import type { Fault } from '../../errors/countersign-error.js';
import { isCertificateMethod, sendsClientSecret, signsAssertions } from './configuration.js';
import { type Draft, type DraftConnection, type DraftGrant, type DraftValue, methodOf } from './draft.js';
import { serverCertificateFaults } from './server-certificate.rules.js';
import { faultOfTarget } from './target-url.js';

export interface RulesContext {
  /** `OUTBOUND_ALLOW_HTTP`. */
  readonly allowHttp: boolean;
  readonly now: Date;
}

/** What members say against each other, and what no member says alone. What is stored is judged elsewhere. */
export function configurationFaults(draft: Draft, context: RulesContext): readonly Fault[] {
  return [
    ...urlFaults('$.url', draft.url, draft, context),
    ...(draft.url === undefined || draft.match === undefined ? [] : at('$.url', faultOfTarget(draft.url, draft.match))),
    ...purposeFaults(draft),
    ...connectionFaults(draft, '$', draft.url, context),
    ...repeatedNames(draft.headers, '$.headers', (name) => name.toLowerCase()),
    ...grantCountFaults(draft),
    ...draft.grants.flatMap((grant) => grantFaults(draft, grant, context)),
  ];
}

const at = (path: string, message: string | null): Fault[] => (message === null ? [] : [{ path, message }]);

function urlFaults(
  path: string,
  url: string | undefined,
  { mutualTls, serverCertificate }: DraftConnection,
  { allowHttp }: RulesContext,
): Fault[] {
  if (url === undefined || !/^http:/i.test(url)) return [];
  if (!allowHttp) return [{ path, message: 'must be https (http needs OUTBOUND_ALLOW_HTTP, set by the operator)' }];
  if (mutualTls?.enabled === true || serverCertificate !== null)
    return [{ path, message: 'must be https: certificates are of no use with http' }];
  return [];
}

function purposeFaults({ withoutPurpose }: Draft): Fault[] {
  return withoutPurpose
    ? [
        {
          path: '$',
          message: 'must have one at least of `mutualTls`, `serverCertificate`, `headers`, `oAuthConfiguration`',
        },
      ]
    : [];
}

function connectionFaults(
  connection: DraftConnection,
  path: string,
  url: string | undefined,
  { now }: RulesContext,
): Fault[] {
  const { mutualTls } = connection;
  return [
    ...(mutualTls?.enabled === true && mutualTls.clientCertificate === null
      ? [{ path: `${path}.mutualTls.clientCertificate`, message: 'is required: the name of a client certificate' }]
      : []),
    ...serverCertificateFaults(connection, path, url, now),
  ];
}

function grantCountFaults({ grants, withoutGrant }: Draft): Fault[] {
  if (withoutGrant || grants.length === 1) return [];
  return [{ path: '$.oAuthConfiguration', message: 'must have either `clientCredentialsConfig` or `jwtBearerConfig`' }];
}

function grantFaults(draft: Draft, grant: DraftGrant, context: RulesContext): Fault[] {
  const { path } = grant;
  return [
    ...urlFaults(`${path}.url`, grant.url, grant, context),
    ...connectionFaults(grant, path, grant.url, context),
    ...repeatedNames(grant.headers, `${path}.headers`, (name) => name.toLowerCase()),
    ...repeatedNames(grant.formValues, `${path}.formValues`, (name) => name),
    ...ownFormValues(grant),
    ...methodFaults(draft, grant),
    ...keyFaults(grant),
    ...sharedConnectionFaults(grant),
    ...boundTokenFaults(draft, grant),
  ];
}

function repeatedNames(values: readonly DraftValue[], path: string, key: (name: string) => string): Fault[] {
  const keys = values.map(({ name }) => key(name));
  return keys.flatMap((name, index) =>
    name !== '' && keys.indexOf(name) < index
      ? [{ path: `${path}[${index}].name`, message: 'stands there twice' }]
      : [],
  );
}

/** Form values that members of the grant say already. */
function ownFormValues(grant: DraftGrant): Fault[] {
  const own: Readonly<Record<string, boolean>> = {
    scope: grant.scope !== null,
    audience: grant.audience !== null,
    resource: grant.resource !== null,
    assertion: grant.grant === 'jwt_bearer',
  };
  return grant.formValues.flatMap(({ name }, index) =>
    own[name] === true && Object.hasOwn(own, name)
      ? [{ path: `${grant.path}.formValues[${index}].name`, message: `is sent already, as \`${name}\`` }]
      : [],
  );
}

function methodFaults(draft: Draft, grant: DraftGrant): Fault[] {
  const { path, useBasicAuthentication: basic, clientAuthenticationMethod: given, clientId } = grant;
  const method = methodOf(grant);
  if (method === null) return [];
  const faults: Fault[] = [];
  if (given !== null && basic !== undefined && basic !== (method === 'client_secret_basic'))
    faults.push({
      path: `${path}.useBasicAuthentication`,
      message: `contradicts clientAuthenticationMethod ${method}: leave it out`,
    });
  if (method !== 'none' && grant.grant === 'jwt_bearer' && clientId === null)
    faults.push({ path: `${path}.clientId`, message: `is required by ${method}` });
  if (!sendsClientSecret({ clientAuthenticationMethod: method }) && typeof grant.clientSecret === 'string')
    faults.push({ path: `${path}.clientSecret`, message: `is not used with ${method}` });
  if (
    !signsAssertions({ grant: grant.grant, clientAuthenticationMethod: method }) &&
    typeof grant.privateKey === 'string'
  )
    faults.push({ path: `${path}.privateKey`, message: `is not used with ${method}` });
  if (isCertificateMethod(method) && !presents(tokenSideOf(draft, grant)))
    faults.push({
      path: certificatePathOf(grant),
      message: `is required by ${method}: the certificate is what authenticates us`,
    });
  return faults;
}

function keyFaults({ path, privateKey, signingAlgorithm }: DraftGrant): Fault[] {
  if (typeof privateKey !== 'string' || signingAlgorithm === undefined) return [];
  const key = readPrivateKey(privateKey);
  return key === null ? [] : at(`${path}.privateKey`, faultOfKeyForAlgorithm(key, signingAlgorithm));
}

function sharedConnectionFaults(grant: DraftGrant): Fault[] {
  if (grant.useEndpointMtlsConfiguration !== true) return [];
  return (['mutualTls', 'serverCertificate'] as const).flatMap((member) =>
    grant[member] === null
      ? []
      : [
          {
            path: `${grant.path}.${member}`,
            message: 'must be null with `useEndpointMtlsConfiguration`, which takes those of the endpoint',
          },
        ],
  );
}

/** RFC 8705 §3: the certificate at the token endpoint is the one that the token is bound to, and that must be presented with it. */
function boundTokenFaults(draft: Draft, grant: DraftGrant): Fault[] {
  const { path, dpop, certificateBoundTokens } = grant;
  if (certificateBoundTokens !== true) return [];
  const faults: Fault[] = [];
  if (dpop === true)
    faults.push({
      path: `${path}.dpop`,
      message: 'must be false with `certificateBoundTokens`: a token is bound to one thing',
    });
  if (!presents(draft))
    faults.push({
      path: '$.mutualTls',
      message: 'must present a certificate: `certificateBoundTokens` needs it on both calls',
    });
  const token = tokenSideOf(draft, grant);
  if (!presents(token))
    faults.push({
      path: certificatePathOf(grant),
      message: 'must present a certificate: `certificateBoundTokens` needs it on both calls',
    });
  else if (presents(draft) && token.mutualTls?.clientCertificate !== draft.mutualTls?.clientCertificate)
    faults.push({
      path: `${path}.mutualTls.clientCertificate`,
      message: 'must be the certificate of the endpoint: a bound token is good with the same one only',
    });
  return faults;
}

/** Cannot be told where it is not well-formed; then its own fault is enough. */
const presents = ({ mutualTls }: DraftConnection): boolean =>
  mutualTls !== null && mutualTls.enabled !== false && mutualTls.clientCertificate !== null;

const tokenSideOf = (draft: Draft, grant: DraftGrant): DraftConnection =>
  grant.useEndpointMtlsConfiguration === true ? draft : grant;

const certificatePathOf = (grant: DraftGrant): string =>
  grant.useEndpointMtlsConfiguration === true ? '$.mutualTls' : `${grant.path}.mutualTls`;
