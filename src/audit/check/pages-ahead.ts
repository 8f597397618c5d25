/** A page of rows, those after `last`; from the beginning when it is null. */
type AskForPage<Row> = (last: Row | null) => Promise<readonly Row[]>;

/**
 * Goes through rows page by page. The next page is asked for before the present one is handed out, so that the database reads
 * while the caller judges.
 * @param size rows of a full page; one with fewer is the last
 */
export async function* pagesAhead<Row>(size: number, ask: AskForPage<Row>): AsyncGenerator<readonly Row[], void> {
  let asked: Promise<readonly Row[]> | null = ask(null);
  while (asked !== null) {
    const rows: readonly Row[] = await asked;
    const last = rows.at(-1);
    asked = last === undefined || rows.length < size ? null : ask(last);
    // It is looked at in its turn. Until then, or when the caller has stopped, its failure is nobody's.
    asked?.catch(() => undefined);
    yield rows;
  }
}
