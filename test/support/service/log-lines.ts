import { Writable } from 'node:stream';

/** Keeps what a service logs, for tests that look for what must, or must never, be there. */
export class LogLines extends Writable {
  private written = '';

  override _write(chunk: Buffer | string, _encoding: string, done: () => void): void {
    this.written += chunk.toString();
    done();
  }

  /** Everything that was logged, as it was written. */
  get text(): string {
    return this.written;
  }

  /** One object per line. */
  get lines(): readonly Readonly<Record<string, unknown>>[] {
    return this.written
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  }
}
