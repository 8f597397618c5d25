/** The lines of a file, as they are read. */
export class Lines {
  private lines: readonly string[] = [];
  private position = 0;

  /** @param batches lines that became readable together */
  constructor(private readonly batches: AsyncIterator<readonly string[], void>) {}

  /** The next line, at once when it has been read already: waiting costs more than most lines. Undefined at the end. */
  next(): string | undefined | Promise<string | undefined> {
    const line = this.lines[this.position];
    if (line === undefined) return this.nextBatch();
    this.position += 1;
    return line;
  }

  private async nextBatch(): Promise<string | undefined> {
    const { done, value } = await this.batches.next();
    if (done === true) return undefined;
    this.lines = value;
    this.position = 0;
    return this.next();
  }
}
