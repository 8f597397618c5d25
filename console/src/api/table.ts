import type { Authentication } from '../authentication/authentication.js';
import { publicPath } from '../public-path.js';
import { failureOf } from './client.js';

/** Rows that one file takes: whoever needs more narrows the filters, or asks the API page by page. */
export const MOST_ROWS = 50_000;

export interface ListToExport {
  /** Of the API, e.g. `/v1/deliveries`. */
  readonly path: string;
  /** What the list was asked for; members without a value are left out. */
  readonly query: Readonly<Record<string, string | number | undefined>>;
}

export interface Table {
  readonly file: Blob;
  readonly rows: number;
  /** False: there were more rows than one file takes. */
  readonly whole: boolean;
}

interface Exporting {
  readonly signal: AbortSignal;
  readonly progress: (rows: number) => void;
}

/** Where the first line of a table ends (RFC 4180): line breaks within quotes are none. */
function endOfHeader(table: string): number {
  return /^(?:"(?:[^"]|"")*"|[^"\r\n])*\r\n/.exec(table)?.[0].length ?? table.length;
}

const rowsIn = (lines: string): number => lines.replaceAll(/"(?:[^"]|"")*"/g, '').split('\r\n').length - 1;

/** The cursor of the page that `Link` names as the next (RFC 8288); null on the last. */
function nextCursor(response: Response): string | null {
  const [, address] = /<([^>]*)>;\s*rel="next"/.exec(response.headers.get('link') ?? '') ?? [];
  return address === undefined ? null : new URL(address, location.origin).searchParams.get('cursor');
}

/**
 * Asks for a list as a table, page after page, and puts the pages together.
 * @throws ApiFailure
 * @throws DOMException `AbortError` when it was stopped
 */
export async function fetchTable(
  authentication: Authentication,
  { path, query }: ListToExport,
  { signal, progress }: Exporting,
): Promise<Table> {
  const asked = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) asked.set(name, String(value));
  const parts: string[] = [];
  let rows = 0;
  for (;;) {
    const url = `${location.origin}${publicPath}${path}?${asked.toString()}`;
    const headers = { ...(await authentication.headersFor('GET', url)), accept: 'text/csv' };
    const response = await fetch(url, { headers, signal, credentials: 'same-origin', redirect: 'error' });
    if (!response.ok) throw await failureOf(response);
    const page = await response.text();
    const lines = page.slice(endOfHeader(page));
    parts.push(parts.length === 0 ? page : lines);
    rows += rowsIn(lines);
    progress(rows);
    const next = nextCursor(response);
    if (next === null || rows >= MOST_ROWS)
      return { file: new Blob(parts, { type: 'text/csv' }), rows, whole: next === null };
    asked.set('cursor', next);
  }
}
