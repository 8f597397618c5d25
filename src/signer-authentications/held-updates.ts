import type { FieldUpdate, FieldUpdates } from '../claims/field-updates.js';
import { type RecipientFields, recipientField, withUpdates } from '../claims/recipient-fields.js';
import { isUpdatable, predefinedTargets, type Target } from '../claims/target.js';

/** A value that a provider gave to a field, which holds for later worksteps of the envelope. */
interface HeldUpdate {
  readonly value: string;
  /** Name of the provider. */
  readonly provider: string;
}

export type HeldUpdates = Readonly<Partial<Record<Target, HeldUpdate>>>;

/**
 * Values that providers gave to a recipient go before what a later request sends.
 * @returns the recipient with them, and the targets whose sent values they replaced
 */
export function withHeldUpdates(
  recipient: RecipientFields,
  held: HeldUpdates,
): { recipient: RecipientFields; replaced: readonly Target[] } {
  const updates: Record<string, FieldUpdate> = {};
  const replaced: Target[] = [];
  for (const target of predefinedTargets) {
    const value = held[target]?.value;
    if (value === undefined || !isUpdatable(target)) continue;
    const sent = recipientField(recipient, target);
    if (sent === value) continue;
    updates[target] = { before: sent, after: value };
    if (sent !== null) replaced.push(target);
  }
  return { recipient: withUpdates(recipient, updates), replaced };
}

/** What is held after a login gave further values. */
export function heldAfter(held: HeldUpdates, updates: FieldUpdates, provider: string): HeldUpdates {
  const given = Object.entries(updates).map(([target, update]) => [
    target,
    { value: update.after, provider } satisfies HeldUpdate,
  ]);
  return { ...held, ...(Object.fromEntries(given) as HeldUpdates) };
}

/** Which provider each held value came from, for verdicts' `expectedFrom`. */
export function updatedBy(held: HeldUpdates): Readonly<Partial<Record<Target, string>>> {
  return Object.fromEntries(
    Object.entries(held).flatMap(([target, update]) => (update === undefined ? [] : [[target, update.provider]])),
  );
}
