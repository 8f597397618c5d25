import type { Fault } from '../../errors/countersign-error.js';
import type { ProviderDraft } from './provider-draft.js';

/** Faults of who may log in at a provider, and where it is offered. */
export function usageFaults({ usage, showOnLoginPage }: ProviderDraft): readonly Fault[] {
  if (showOnLoginPage !== true || usage === undefined || usage.includes('user')) return [];
  return [{ path: '$.showOnLoginPage', message: 'must be false unless usage has `user`' }];
}
