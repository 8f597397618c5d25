import { driverInternals, type QueuedQuery } from './driver-internals.js';

/** A statement that the server is to keep. */
export interface KeptStatement {
  readonly name: string;
  /** Whether whoever prepares it is answered with the same columns, whatever was added to the tables since. */
  readonly namesColumns: boolean;
}

/** One statement on its way, and what is told of its end. */
interface StatementOnItsWay {
  readonly text: string;
  readonly values: unknown[] | undefined;
  /** null: it is planned each time. */
  readonly kept: KeptStatement | null;
  /** Milliseconds after which it counts as unanswered; 0: never. */
  readonly limit: number;
  readonly ended: (error: Error | null | undefined, result: unknown) => void;
}

/** Any `*` but that of `count(*)`, and those of `asked` and `answer`, a query that stands within, whose own columns count. */
const ALL_COLUMNS = /(?<!\bcount\(|\b(?:asked|answer)\.)\*/i;

export const namesColumns = (text: string): boolean => !ALL_COLUMNS.test(text);

type Answer = Pick<QueuedQuery['_result'], 'fields' | '_parsers' | '_prebuiltEmptyResultObject'>;

/** What the answers of a connection's statements look like, by their names. */
const answersOf = new WeakMap<object, Map<string, Answer>>();
/** A connection on which nobody asks what an answer will look like. */
const undescribed = new WeakMap<object, object>();

function undescribedOf<Connection extends object>(connection: Connection): Connection {
  const present = undescribed.get(connection) as Connection | undefined;
  if (present !== undefined) return present;
  const made = Object.create(connection, { describe: { value: () => undefined } }) as Connection;
  undescribed.set(connection, made);
  return made;
}

/**
 * As the driver queues it, which takes it as it is: made by the driver itself, each is copied member by member and has two promises
 * more. What a statement that names its columns is answered with is asked once on each connection, and not with every answer.
 */
export class QueuedStatement extends driverInternals.Query {
  readonly query_timeout: number;
  private describedOn: object | null = null;
  private readonly kept: KeptStatement | null;

  constructor({ text, values, kept, limit, ended }: StatementOnItsWay) {
    super(text, values);
    this.kept = kept;
    if (kept !== null) this.name = kept.name;
    this.query_timeout = limit;
    this.callback = ended;
  }

  override prepare(connection: object): void {
    const { kept, _result: result } = this;
    const known = kept?.namesColumns === true ? answersOf.get(connection)?.get(kept.name) : undefined;
    if (known === undefined || !this.hasBeenParsed(connection)) {
      this.describedOn = connection;
      super.prepare(connection);
      return;
    }
    result.fields = known.fields;
    result._parsers = known._parsers;
    result._prebuiltEmptyResultObject = known._prebuiltEmptyResultObject;
    this._accumulateRows = true;
    super.prepare(undescribedOf(connection));
  }

  override handleRowDescription(message: object): void {
    super.handleRowDescription(message);
    const { describedOn, kept } = this;
    if (describedOn === null || kept?.namesColumns !== true) return;
    const { fields, _parsers, _prebuiltEmptyResultObject } = this._result;
    const answers = answersOf.get(describedOn) ?? new Map<string, Answer>();
    // Without the rows: they are somebody's.
    answers.set(kept.name, { fields, _parsers, _prebuiltEmptyResultObject });
    answersOf.set(describedOn, answers);
  }

  override handleDataRow(message: { readonly fields: readonly unknown[] }): void {
    if (message.fields.length === this._result.fields.length) super.handleDataRow(message);
    else this._canceledDueToError ||= new Error('A prepared statement was answered with other columns than before');
  }
}
