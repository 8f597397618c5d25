import type { UpdatableTarget } from './target.js';

/** What an accepted update does to one field. */
export interface FieldUpdate {
  /** null when the field had no value. */
  readonly before: string | null;
  /** In the target's normal form. */
  readonly after: string;
}

export type FieldUpdates = Readonly<Partial<Record<UpdatableTarget, FieldUpdate>>>;
