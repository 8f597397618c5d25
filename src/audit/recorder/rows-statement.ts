/** Of so many rows the text is kept: a step of a login writes a few, an import may write thousands. */
const MOST_KEPT = 32;

/** A statement that writes rows. Its text is made once for each number of them: every login writes as many. */
export class RowsStatement {
  private readonly texts = new Map<number, string>();

  /**
   * @param text the statement around its rows, as they stand after `VALUES`
   * @param casts types of the values, where PostgreSQL cannot see them
   */
  constructor(
    private readonly text: (rows: string) => string,
    private readonly casts: readonly string[] = [],
  ) {}

  /** @param rows at least one, all as wide */
  of(rows: readonly (readonly unknown[])[]): { readonly text: string; readonly values: unknown[] } {
    return { text: this.textOf(rows.length, rows[0]?.length ?? 0), values: rows.flat() };
  }

  private textOf(count: number, width: number): string {
    const known = this.texts.get(count);
    if (known !== undefined) return known;
    const text = this.text(Array.from({ length: count }, (_unused, row) => this.places(row * width, width)).join(', '));
    if (count <= MOST_KEPT) this.texts.set(count, text);
    return text;
  }

  private places(before: number, width: number): string {
    const places = Array.from({ length: width }, (_unused, position) => {
      const cast = this.casts[position];
      return `$${before + position + 1}${cast === undefined ? '' : `::${cast}`}`;
    });
    return `(${places.join(', ')})`;
  }
}
