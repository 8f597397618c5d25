/** A path that is not as the grammar says. `offset` counts UTF-16 units from 0. */
export class PathFault extends Error {
  constructor(
    readonly offset: number,
    readonly expected: string,
  ) {
    super(expected);
  }
}

const escape = '\\';

/** Walks over the text of a claim path. What it does not find, it throws as `PathFault`. */
export class PathScanner {
  position = 0;

  constructor(readonly text: string) {}

  get atEnd(): boolean {
    return this.position >= this.text.length;
  }

  /** Whether this comes next. */
  sees(token: string): boolean {
    return this.text.startsWith(token, this.position);
  }

  /** Takes the token if it comes next. */
  takes(token: string): boolean {
    if (!this.sees(token)) return false;
    this.position += token.length;
    return true;
  }

  require(token: string): void {
    if (!this.takes(token)) this.fail(`"${token}"`);
  }

  /** Takes what a sticky pattern matches here; null when it matches nothing. */
  match(pattern: RegExp): string | null {
    pattern.lastIndex = this.position;
    const match = pattern.exec(this.text)?.[0] ?? null;
    if (match !== null) this.position += match.length;
    return match;
  }

  /** Takes text between quotes, in which \' \" and \\ stand for the character after the backslash. */
  quoted(): string {
    const quote = this.text[this.position] ?? '';
    if (quote !== "'" && quote !== '"') this.fail('text in quotes');
    this.position += 1;
    let value = '';
    while (!this.takes(quote)) {
      if (this.atEnd) this.fail(`a closing ${quote}`);
      if (this.takes(escape) && !this.sees("'") && !this.sees('"') && !this.sees(escape)) {
        this.fail(`\\' \\" or \\\\ (a backslash itself is written \\\\)`);
      }
      value += this.text[this.position] ?? '';
      this.position += 1;
    }
    return value;
  }

  /** Takes the number between `[` and `]`, both included. */
  index(): number {
    this.require('[');
    const start = this.position;
    const digits = this.match(/-?[0-9]+/uy);
    if (digits === null) this.fail(`an index such as 0 or -1, or a name in quotes such as ['name']`);
    const index = Number(digits);
    if (!Number.isSafeInteger(index)) this.fail('a smaller index', start);
    if (Object.is(index, -0)) this.fail('-1 for the last element, or 0 for the first', start);
    this.require(']');
    return index;
  }

  fail(expected: string, offset = this.position): never {
    throw new PathFault(offset, expected);
  }
}
