import { Duplex } from 'node:stream';
import type { PGlite } from '@electric-sql/pglite';
import { STATEMENT_PARTS } from '../../../src/database/statement-parts.js';

const TERMINATE = 0x58;
/** Of a message: its type and its length. */
const HEADING = 5;

type Done = (error?: Error | null) => void;

/**
 * What the `pg` driver takes for its socket, and what stands behind it is an embedded database in the same thread. Most of what a
 * statement costs on the way to another thread is waking it up, twice.
 */
export class ConnectionInThisThread extends Duplex {
  private unread: Buffer = Buffer.alloc(0);
  private isStarted = false;

  constructor(private readonly database: PGlite) {
    super({ allowHalfOpen: false });
  }

  /** Of a socket. */
  connect(): this {
    setImmediate(() => this.emit('connect'));
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  override _read(): void {
    // What there is has been pushed.
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: Done): void {
    this.unread = this.unread.length === 0 ? chunk : Buffer.concat([this.unread, chunk]);
    // As with a socket everything else that is ready has its turn first.
    setImmediate(() => {
      this.answer().then(() => {
        done();
      }, done);
    });
  }

  override _writev(chunks: readonly { chunk: Buffer }[], done: Done): void {
    this._write(Buffer.concat(chunks.map(({ chunk }) => chunk)), 'utf8', done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    const isInTransaction = this.isStarted && this.database.isInTransaction();
    (isInTransaction ? this.database.exec('ROLLBACK') : Promise.resolve()).then(() => {
      done(error);
    }, done);
  }

  /** A statement's five messages are read at once: entering the database takes longer than most statements. */
  private async answer(): Promise<void> {
    let length = 0;
    for (let end = this.endOfMessage(0); end !== null; end = this.endOfMessage(length)) {
      const type = this.isStarted ? this.unread[length] : undefined;
      this.isStarted = true;
      length = end;
      if (type === TERMINATE) {
        this.push(null);
        return;
      }
      if (type !== undefined && STATEMENT_PARTS.has(type)) continue;
      const messages = this.unread.subarray(0, length);
      this.unread = this.unread.subarray(length);
      length = 0;
      await this.database.execProtocolRawStream(messages, {
        // It is the database's own memory, which it writes the next answer to.
        onRawData: (answer) => this.push(Buffer.from(answer)),
      });
    }
  }

  /** Where the message that begins at a place ends; null: not all of it is there. */
  private endOfMessage(start: number): number | null {
    if (this.unread.length - start < HEADING) return null;
    // The first message of a connection has no type.
    const end = this.isStarted
      ? start + 1 + this.unread.readInt32BE(start + 1)
      : start + this.unread.readInt32BE(start);
    return end <= this.unread.length ? end : null;
  }
}
