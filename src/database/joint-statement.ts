/** What the text of a joint statement depends on, see `Write`. */
interface Part {
  readonly text: string;
  readonly values: readonly unknown[];
  readonly rows: number | null;
}

/** Texts that are kept at most. Steps of logins have a few dozen; what else comes is written anew each time. */
const MOST_KEPT = 500;

/** Writes one after another that were joined before. */
class Sequence {
  statement: string | null = null;
  private readonly next = new Map<string, Map<number | null, Sequence>>();

  /** These with one more. */
  with({ text, rows }: Part): Sequence {
    const byRows = this.next.get(text) ?? new Map<number | null, Sequence>();
    const following = byRows.get(rows) ?? new Sequence();
    byRows.set(rows, following);
    this.next.set(text, byRows);
    return following;
  }
}

let joined = new Sequence();
let kept = 0;

/**
 * The text of one statement that does all of them in the order given, each with its parameters behind those of the ones before. Texts of
 * steps are long and the same for each login: made anew they would be hashed and compared anew too, wherever one is looked for.
 */
export function statementOf(parts: readonly Part[]): string {
  const sequence = parts.reduce((before, part) => before.with(part), joined);
  if (sequence.statement !== null) return sequence.statement;
  if (kept === MOST_KEPT) {
    joined = new Sequence();
    kept = 0;
  }
  kept += 1;
  sequence.statement = join(parts);
  return sequence.statement;
}

function join(parts: readonly Part[]): string {
  let before = 0;
  const named: string[] = [];
  const requirements: string[] = [];
  for (const { text, values, rows } of parts) {
    const name = `write_${named.length + 1}`;
    const numbered = renumbered(text, before);
    named.push(`${name} AS (${numbered.startsWith('SELECT') ? numbered : `${numbered} RETURNING 1`})`);
    // Whatever is counted is done when its turn comes; PostgreSQL leaves the rest for the end, the last part first.
    requirements.push(`(SELECT count(*) FROM ${name}) ${rows === null ? '>= 0' : `= ${rows}`}`);
    before += values.length;
  }
  return `WITH ${named.join(',\n')}\nSELECT countersign_require(${requirements.join(' AND ')})`;
}

function renumbered(text: string, before: number): string {
  return before === 0 ? text : text.replace(/\$(\d+)/g, (_place, number: string) => `$${Number(number) + before}`);
}
