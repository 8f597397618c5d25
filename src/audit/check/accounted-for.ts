/** What may be missing beside the leaves, because the trail itself says that it was erased. */
export interface AccountedErasures {
  /** Data keys that were destroyed with their person's data. */
  readonly dataKeyIds: ReadonlySet<string>;
  /** By tenant: evidence of events before this time was destroyed when its retention ended. */
  readonly evidenceBefore: ReadonlyMap<string, string>;
}

/** Something that is missing beside a leaf. */
interface Missing {
  readonly what: 'value' | 'evidence';
  /** The key that it was sealed under. */
  readonly dataKeyId: string | undefined;
  readonly tenantId: string;
  /** When the event happened, RFC 3339 UTC. */
  readonly time: string;
}

/** Whether the trail accounts for something that is missing. */
export function isAccountedFor(
  { what, dataKeyId, tenantId, time }: Missing,
  { dataKeyIds, evidenceBefore }: AccountedErasures,
): boolean {
  if (dataKeyId !== undefined && dataKeyIds.has(dataKeyId)) return true;
  return what === 'evidence' && time < (evidenceBefore.get(tenantId) ?? '');
}
