import type { Fault } from '../../errors/countersign-error.js';
import { type DraftResource, type ProviderDraft, usesDiscovery } from './provider-draft.js';

/** Faults of the resources and of other lists whose entries must differ. */
export function resourceFaults(draft: ProviderDraft): readonly Fault[] {
  return [
    ...duplicates(draft.resources.map((resource) => resource.name)).map((index) => ({
      path: `$.resources[${index}].name`,
      message: 'is the name of an earlier resource; each source of claims needs its own',
    })),
    ...duplicates((draft.customFields ?? []).map((field) => field.name)).map((index) => ({
      path: `$.customFields[${index}].name`,
      message: 'is the name of an earlier custom field',
    })),
    ...duplicates(draft.scopes ?? []).map((index) => ({ path: `$.scopes[${index}]`, message: 'is given twice' })),
    ...draft.resources.flatMap((resource, index) => oneResourceFaults(draft, resource, `$.resources[${index}]`)),
  ];
}

function oneResourceFaults(draft: ProviderDraft, resource: DraftResource, path: string): Fault[] {
  const faults: Fault[] = [];
  const { type, uri, tokenParameter } = resource;
  if (uri === null && type !== undefined && !(type === 'userinfo' && usesDiscovery(draft) !== false)) {
    faults.push({ path: `${path}.uri`, message: 'is required; only `userinfo` with discovery may leave it out' });
  }
  if (typeof uri === 'string' && tokenParameter !== undefined && new URL(uri).searchParams.has(tokenParameter)) {
    faults.push({
      path: `${path}.uri`,
      message: `must not have the query parameter that carries the token, ${tokenParameter}`,
    });
  }
  if (draft.dpop !== null && draft.dpop !== undefined && tokenParameter !== undefined && tokenParameter !== 'none') {
    faults.push({
      path: `${path}.tokenParameter`,
      message: 'must be `none` with dpop, whose tokens travel in the header only (RFC 9449 §7)',
    });
  }
  const signed = (resource.signingAlgorithms ?? []).length > 0;
  const encrypted = resource.encryption !== null && resource.encryption !== undefined;
  if (type === 'document' && signed) {
    faults.push({ path: `${path}.signingAlgorithms`, message: 'must be empty: only `userinfo` may be a signed JWT' });
  }
  if (type === 'document' && encrypted) {
    faults.push({ path: `${path}.encryption`, message: 'must be null: only `userinfo` may be an encrypted JWT' });
  }
  if (type === 'userinfo' && encrypted && resource.signingAlgorithms?.length === 0) {
    faults.push({
      path: `${path}.signingAlgorithms`,
      message: 'must not be empty: what is encrypted must be signed inside',
    });
  }
  return faults;
}

/** Indexes of the entries that equal an earlier one. */
function duplicates(values: readonly (string | undefined)[]): number[] {
  return values.flatMap((value, index) => (value !== undefined && values.indexOf(value) < index ? [index] : []));
}
