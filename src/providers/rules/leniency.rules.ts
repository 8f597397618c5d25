import type { Fault } from '../../errors/countersign-error.js';
import type { ProviderDraft } from './provider-draft.js';

/** Faults of leniencies that would allow nothing, or more than their name says. */
export function leniencyFaults({ leniency = [], kind, dpop }: ProviderDraft): readonly Fault[] {
  return leniency.flatMap((name, index) => {
    const path = `$.leniency[${index}]`;
    if (leniency.indexOf(name) < index) return [{ path, message: 'is given twice' }];
    if (name !== 'missing-token-type') return [];
    if (dpop !== null && dpop !== undefined) {
      return [
        { path, message: 'must not be given with dpop: only `token_type` says that the token is bound (RFC 9449 §5)' },
      ];
    }
    return kind === 'oauth2'
      ? [{ path, message: 'is for kind `oidc`: `oauth2` takes a token response without `token_type` as it is' }]
      : [];
  });
}
