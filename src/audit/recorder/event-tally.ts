import type { AuditEventInput, RecordedCount } from '../recording.js';

/** Counts what is recorded, for metrics: by type, and by error code where an event says why something failed. */
export class EventTally {
  private readonly counts = new Map<string, { readonly counted: Omit<RecordedCount, 'count'>; count: number }>();

  add({ type, data }: AuditEventInput): void {
    const code = typeof data['code'] === 'string' ? data['code'] : null;
    const key = `${type} ${code ?? ''}`;
    const present = this.counts.get(key);
    if (present === undefined) this.counts.set(key, { counted: { type, code }, count: 1 });
    else present.count += 1;
  }

  read(): readonly RecordedCount[] {
    return [...this.counts.values()].map(({ counted, count }) => ({ ...counted, count }));
  }
}
