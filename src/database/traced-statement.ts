import { type Traceable, traced } from '../tracing/active-span.js';
import { sqlState } from './sql-state.js';

/** Longer statements are cut: what they are is known by then. */
const MOST_TEXT = 1_000;
/** Statements whose description is remembered; their number depends on the code, and on how many rows one writes. */
const MOST_REMEMBERED = 1_000;
/** OpenTelemetry, "Generating query summary". */
const MOST_SUMMARY = 255;

/** A name with a bracket behind it is a table's only after `INSERT INTO`; elsewhere it is a function's. */
const TARGET = /\b(?:(INSERT INTO)\s+"?([a-z0-9_]+)|(UPDATE|DELETE FROM|FROM|JOIN)\s+"?([a-z0-9_]+)\b(?!\s*\())/gi;
const verbs: Readonly<Record<string, string>> = {
  'INSERT INTO': 'INSERT',
  UPDATE: 'UPDATE',
  'DELETE FROM': 'DELETE',
  FROM: 'SELECT',
  JOIN: 'SELECT',
};

/** What a statement does to which tables, e.g. `INSERT attempt INSERT audit_event`; names made inside it are left out. */
function summaryOf(text: string): string {
  const made = new Set(
    [...text.matchAll(/\b([a-z0-9_]+)\s+AS\s+(?:NOT\s+MATERIALIZED\s+|MATERIALIZED\s+)?\(/gi)].map(([, name]) => name),
  );
  const parts = [...text.matchAll(TARGET)].flatMap(([, insert, into, verb = insert ?? '', table = into ?? '']) => {
    const name = verbs[verb.toUpperCase()];
    return name === undefined || made.has(table) ? [] : [`${name} ${table}`];
  });
  const [first = ''] = text.trim().split(/\s/, 1);
  return parts.length === 0 ? first.toUpperCase() : [...new Set(parts)].join(' ').slice(0, MOST_SUMMARY);
}

const remembered = new Map<string, Traceable>();

/** What the span of a statement says, which is the same each time. */
function described(text: string): Traceable {
  const known = remembered.get(text);
  if (known !== undefined) return known;
  const summary = summaryOf(text);
  const made: Traceable = {
    name: summary,
    kind: 'client',
    attributes: {
      'db.system.name': 'postgresql',
      'db.query.summary': summary,
      'db.query.text': text.replace(/\s+/g, ' ').trim().slice(0, MOST_TEXT),
    },
  };
  if (remembered.size < MOST_REMEMBERED) remembered.set(text, made);
  return made;
}

/** Asks a statement as a span of whatever asks it, where that is traced. Its values are no part of the span. */
export function tracedStatement<T>(text: string, ask: () => Promise<T>): Promise<T> {
  return traced({
    describe: () => described(text),
    work: ask,
    errorType: (error) => sqlState(error) ?? (error instanceof Error ? error.name : 'failed'),
  });
}
