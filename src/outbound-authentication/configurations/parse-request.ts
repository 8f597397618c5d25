import { CountersignError, type Fault } from '../../errors/countersign-error.js';
import { isObject } from '../../http/read-members.js';
import { judgeWithSchema } from '../../http/schema-faults.js';
import type { Configuration, Grant } from './configuration.js';
import { configurationFaults, type RulesContext } from './configuration.rules.js';
import { type MethodMembers, methodOf, readDraft } from './draft.js';
import {
  type ExternalAuthenticationRequest,
  externalAuthenticationRequestSchema,
} from './external-authentication.schema.js';
import { normalUrl, targetUrlOf } from './target-url.js';

/** A body that has passed every rule which the body alone can break. */
export interface ParsedRequest {
  readonly request: ExternalAuthenticationRequest;
  readonly configuration: Configuration;
}

/** What answers have beside the configuration; sent back in a PUT, they say nothing. */
const readOnly: readonly string[] = ['id', 'revision', 'revisionHash', 'createdAt', 'updatedAt', 'warnings'];

/**
 * Reads a body. Every fault is named at once.
 * @throws CountersignError `request.invalid` when a member by itself is wrong, else `request.unacceptable`
 */
export function parseRequest(sent: unknown, context: RulesContext & { readonly creating: boolean }): ParsedRequest {
  const body = context.creating ? sent : sentBack(sent);
  const judged = judgeWithSchema(externalAuthenticationRequestSchema, body);
  const ofMembers = judged.success ? [] : oncePerPath(judged.faults);
  const named = new Set(ofMembers.map(({ path }) => path));
  const between = configurationFaults(readDraft(body), context).filter(({ path }) => !named.has(path));
  const faults = [...ofMembers, ...between];
  if (!judged.success || faults.length > 0) {
    throw new CountersignError(ofMembers.length === 0 ? 'request.unacceptable' : 'request.invalid', {
      detail:
        faults.length === 1
          ? 'One member is at fault; see errors'
          : `${faults.length} members are at fault; see errors`,
      faults,
    });
  }
  return { request: judged.data, configuration: configurationOf(judged.data) };
}

function oncePerPath(faults: readonly Fault[]): readonly Fault[] {
  return faults.filter(({ path }, index) => faults.findIndex((fault) => fault.path === path) === index);
}

/** What a PUT may take of an answer that is sent back. */
export function sentBack(body: unknown): unknown {
  if (!isObject(body)) return body;
  const { oAuthConfiguration, ...rest } = Object.fromEntries(
    Object.entries(body).filter(([name]) => !readOnly.includes(name)),
  );
  if (!isObject(oAuthConfiguration))
    return { ...rest, ...(oAuthConfiguration === undefined ? {} : { oAuthConfiguration }) };
  const grants = Object.entries(oAuthConfiguration).map(([name, grant]) => {
    if (!isObject(grant)) return [name, grant] as const;
    const { publicJwk: _publicJwk, ...entered } = grant;
    return [name, entered] as const;
  });
  return { ...rest, oAuthConfiguration: Object.fromEntries(grants) };
}

function configurationOf(request: ExternalAuthenticationRequest): Configuration {
  const { url, match, mutualTls, serverCertificate, headers, oAuthConfiguration } = request;
  return {
    url: normalised(url),
    match,
    mutualTls,
    serverCertificate,
    headers: headers.map(({ name }) => name),
    oAuth: oAuthConfiguration === null ? null : grantOf(oAuthConfiguration),
  };
}

function grantOf({
  clientCredentialsConfig,
  jwtBearerConfig,
}: NonNullable<ExternalAuthenticationRequest['oAuthConfiguration']>): Grant | null {
  if (clientCredentialsConfig !== undefined) {
    const {
      clientSecret: _s,
      privateKey: _k,
      useBasicAuthentication: _b,
      headers,
      formValues,
      ...members
    } = clientCredentialsConfig;
    const grant = 'client_credentials' as const;
    return { grant, ...members, ...settled({ grant, ...clientCredentialsConfig }), ...namesOf(headers, formValues) };
  }
  if (jwtBearerConfig === undefined) return null;
  const {
    clientSecret: _s,
    privateKey: _k,
    useBasicAuthentication: _b,
    headers,
    formValues,
    ...members
  } = jwtBearerConfig;
  const grant = 'jwt_bearer' as const;
  return { grant, ...members, ...settled({ grant, ...jwtBearerConfig }), ...namesOf(headers, formValues) };
}

function settled(given: MethodMembers): Pick<Grant, 'clientAuthenticationMethod'> {
  return { clientAuthenticationMethod: methodOf(given) ?? 'client_secret_basic' };
}

type Named = readonly { readonly name: string }[];

function namesOf(headers: Named, formValues: Named): Pick<Grant, 'headers' | 'formValues'> {
  return { headers: headers.map(({ name }) => name), formValues: formValues.map(({ name }) => name) };
}

function normalised(url: string): string {
  const target = targetUrlOf(url);
  return target === null ? url : normalUrl(target);
}
