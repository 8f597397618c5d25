import type { SenderValidation } from '../../claims/expected-values.js';
import { targetFromFilterId } from '../../claims/target.js';
import type { Fault } from '../../errors/countersign-error.js';
import type { CreateRequest } from './create-request.schema.js';
import type { AuthenticationMethods } from './envelope-spellings.schema.js';

/** A validation with the place in the request where it stands, for faults. */
interface RequestedValidation extends SenderValidation {
  readonly path: string;
}

/** One provider that the request allows, whichever spelling named it. */
export interface RequestedProvider {
  /** Without blanks around it, as names are stored. */
  readonly name: string;
  /** Where its name stands in the request. */
  readonly path: string;
  readonly validations: readonly RequestedValidation[];
}

export interface RequestedProviders {
  readonly providers: readonly RequestedProvider[];
  readonly faults: readonly Fault[];
}

const operations: Readonly<Record<string, 'equal' | 'not-equal'>> = {
  Equals: 'equal',
  Equal: 'equal',
  NotEqual: 'not-equal',
};

/** Reads the providers of a request out of any of its three spellings. */
export function requestedProviders(body: CreateRequest): RequestedProviders {
  if (body.AuthenticationMethods !== undefined) return fromMethods(body.AuthenticationMethods);
  if (body.AuthenticationConfiguration !== undefined) return fromConfiguration(body.AuthenticationConfiguration);
  const providers = (body.providers ?? []).map(({ name, validations }, index) => ({
    name: name.trim(),
    path: `$.providers[${index}].name`,
    validations: validations.map((validation, at) => ({
      ...validation,
      path: `$.providers[${index}].validations[${at}].field`,
    })),
  }));
  return { providers, faults: [] };
}

function fromMethods(methods: NonNullable<CreateRequest['AuthenticationMethods']>): RequestedProviders {
  const read = methods.map((method, index) => fromMethod(method, `$.AuthenticationMethods[${index}]`));
  return { providers: read.flatMap(({ providers }) => providers), faults: read.flatMap(({ faults }) => faults) };
}

function fromMethod(method: AuthenticationMethods[number], path: string): RequestedProviders {
  // Its parameter may be a telephone number or an access code: it is not looked for, nor repeated in a fault.
  if (method.Method !== 'CustomOAuthProvider')
    return { providers: [], faults: [{ path: `${path}.Method`, message: 'expected CustomOAuthProvider' }] };
  const name = (method.Parameter ?? '').trim();
  if (name === '')
    return { providers: [], faults: [{ path: `${path}.Parameter`, message: 'expected the name of a provider' }] };
  const faults: Fault[] = [];
  const validations = (method.Filters ?? []).map((filter, at) => {
    const named = filter.CompareOperation ?? 'Equals';
    const operation = Object.hasOwn(operations, named) ? operations[named] : undefined;
    if (operation === undefined)
      faults.push({ path: `${path}.Filters[${at}].CompareOperation`, message: 'expected Equals, Equal or NotEqual' });
    return {
      field: targetFromFilterId(filter.FilterId),
      expected: filter.FilterValue,
      ...(operation === undefined ? {} : { operation }),
      path: `${path}.Filters[${at}].FilterId`,
    };
  });
  return { providers: [{ name, path: `${path}.Parameter`, validations }], faults };
}

function fromConfiguration(
  configuration: NonNullable<CreateRequest['AuthenticationConfiguration']>,
): RequestedProviders {
  const providers = configuration.OAuthAuthentications.map((authentication, index) => {
    const path = `$.AuthenticationConfiguration.OAuthAuthentications[${index}]`;
    return {
      name: authentication.ProviderName.trim(),
      path: `${path}.ProviderName`,
      validations: (authentication.Validations ?? []).map((validation, at) => ({
        field: targetFromFilterId(validation.FieldReferenceId),
        expected: validation.ExpectedValue,
        path: `${path}.Validations[${at}].FieldReferenceId`,
      })),
    };
  });
  return { providers, faults: [] };
}
