import type { ErrorCode } from '../../../src/errors/catalogue.js';
import type { CompletedTrip } from '../../../src/federation/trip.js';
import type { Script, ScriptableProvider } from '../../support/scriptable-provider.js';

/** One thing that a provider does, and what comes of it. */
export interface HostileCase {
  /** As the OpenID Foundation's relying-party suite calls it, where it does. */
  readonly name: string;
  readonly script?: Script | ((provider: ScriptableProvider) => Script | Promise<Script>);
  /** Members of the provider body that differ from the ordinary one. */
  readonly configuration?: object | ((provider: ScriptableProvider) => object);
  readonly expected: 'accepted' | ErrorCode;
  /** What must be true of an accepted login besides. */
  readonly accepted?: (trip: CompletedTrip, provider: ScriptableProvider) => void;
  /** What must be true of the calls that reached the provider. Default for a refusal: none after the step that refused. */
  readonly calls?: Readonly<Record<string, number>>;
}

/** Several values of one case, each a row of its own. */
export function each<Value>(
  name: string,
  values: Readonly<Record<string, Value>>,
  make: (value: Value) => Omit<HostileCase, 'name'>,
): HostileCase[] {
  return Object.entries(values).map(([label, value]) => ({ name: `${name}: ${label}`, ...make(value) }));
}
