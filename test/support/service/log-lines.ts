import { Writable } from 'node:stream';
import { z } from 'zod';
import { logFields } from '../../../src/operations/log-fields.js';

/** Keeps what a service logs, for tests that look for what must, or must never, be there. */
export class LogLines extends Writable {
  private written = '';

  override _write(chunk: Buffer | string, _encoding: string, done: () => void): void {
    this.written += chunk.toString();
    done();
  }

  forget(): void {
    this.written = '';
  }

  /** Everything that was logged and not forgotten, as it was written. */
  get text(): string {
    return this.written;
  }

  /** Lines that are not as docs/logging.md says; each way of being so once. */
  get faults(): readonly string[] {
    const faults = this.lines.flatMap((line) => {
      const { error } = logFields.safeParse(line);
      return error === undefined ? [] : [`${String(line['msg'])}: ${z.prettifyError(error)}`];
    });
    return [...new Set(faults)];
  }

  /** One object per line. */
  get lines(): readonly Readonly<Record<string, unknown>>[] {
    return this.written
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  }
}
