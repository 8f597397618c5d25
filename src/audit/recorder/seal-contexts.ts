import type { SealContext } from '../../secrets/sealing.js';

/** What sealed disclosures are bound to. */
export function disclosureContext(tenantId: string, eventId: string): SealContext {
  return { tenantId, table: 'audit_disclosure', row: eventId, purpose: 'disclosures' };
}

/** What sealed evidence is bound to. */
export function evidenceContext(tenantId: string, eventId: string, name: string): SealContext {
  return { tenantId, table: 'audit_evidence', row: eventId, purpose: `evidence ${name}` };
}
