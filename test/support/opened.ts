import { rm } from 'node:fs/promises';

/** Closes a directory. */
export const removed = (directory: string): Promise<void> => rm(directory, { recursive: true, force: true });

/** What a suite has opened: closed at its end, the last first, also where something after it did not open. */
export class Opened {
  private readonly closers: (() => Promise<unknown>)[] = [];

  /** @param close what is done in place of `close()` */
  async add<Part extends { close(): Promise<unknown> }>(opening: Promise<Part>): Promise<Part>;
  async add<Part>(opening: Promise<Part>, close: (part: Part) => Promise<unknown>): Promise<Part>;
  async add<Part>(
    opening: Promise<Part>,
    close: (part: Part) => Promise<unknown> = (part) => (part as { close(): Promise<unknown> }).close(),
  ): Promise<Part> {
    const part = await opening;
    this.closers.unshift(() => close(part));
    return part;
  }

  /** @throws AggregateError of what could not be closed, once everything else is */
  async close(): Promise<void> {
    const failures: unknown[] = [];
    for (const close of this.closers.splice(0)) await close().catch((error: unknown) => failures.push(error));
    if (failures.length > 0) throw new AggregateError(failures, 'Not everything could be closed');
  }
}
