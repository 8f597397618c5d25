import type { StreamHead, StreamHeadColumns } from '../../audit/stream-head.js';
import { boundedCache } from '../../caches/bounded-cache.js';
import type { SignerAuthenticationRow } from './signer-authentication.row.js';

/** A row with its recipient's values and the head of its stream, as one query gave them. */
export type LocatedRow = SignerAuthenticationRow & StreamHeadColumns & { readonly updates: Buffer | null };

/** From page to callback: as many as are under way at once at most. */
const REMEMBERED = 2_000;

const standsAt = (row: LocatedRow, { id, hash }: StreamHead): boolean =>
  row.envelope_id === id && hash !== null && row.stream_head?.equals(hash) === true;

/**
 * Rows of the links that were followed here, sealed as they were read, so that nothing personal outlives its key. Each is of the moment
 * that the stream's head in it tells: as long as it stands there, the row is as it is stored.
 */
export class FollowedLinks {
  /** By id. */
  private readonly rows = boundedCache<string, LocatedRow>(REMEMBERED);

  remember(row: LocatedRow): void {
    this.rows.set(row.id, row);
  }

  /** Takes note that a start was written. @param from head that it was written after @param heads as it left them */
  startWritten(id: string, from: StreamHead, heads: readonly StreamHead[]): void {
    const row = this.rows.get(id);
    const to = heads.find((head) => head.id === from.id);
    if (row === undefined || to === undefined) return;
    if (standsAt(row, from))
      this.rows.set(id, { ...row, starts: row.starts + 1, stream_count: String(to.count), stream_head: to.hash });
    else this.rows.delete(id);
  }

  /** Takes the row out of memory that is of the moment of a head; null when there is none. */
  take(tenantId: string, id: string, head: StreamHead): LocatedRow | null {
    const row = this.rows.get(id);
    if (row === undefined || row.tenant_id !== tenantId || !standsAt(row, head)) return null;
    this.rows.delete(id);
    return row;
  }
}
