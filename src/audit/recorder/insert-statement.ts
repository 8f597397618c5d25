/** One SQL statement with its parameters, written part by part. */
export class Statement {
  private readonly values: unknown[] = [];

  get parameters(): unknown[] {
    return this.values;
  }

  /** A row of `VALUES`; the casts tell PostgreSQL the types where it cannot see them. */
  row(values: readonly unknown[], casts: readonly string[] = []): string {
    const places = values.map((value, position) => {
      this.values.push(value);
      const cast = casts[position];
      return cast === undefined ? `$${this.values.length}` : `$${this.values.length}::${cast}`;
    });
    return `(${places.join(', ')})`;
  }

  rows(rows: readonly (readonly unknown[])[], casts: readonly string[] = []): string {
    return rows.map((row) => this.row(row, casts)).join(', ');
  }
}
