import type { Lookups } from '../database/transaction.js';

/** What stands of a token now, as a query of one row; of no row when it is not valid any more. */
export interface StandingQuery {
  /** SQL of the query, one function for each kind of token. @param first number of its first parameter */
  readonly text: (first: number) => string;
  readonly parameters: readonly unknown[];
}

/** Columns that a query of `StandingQuery` gives. */
export interface Standing {
  /** Whether the operator has suspended the tenant. */
  readonly suspended: boolean;
  readonly scopes: readonly string[];
}

interface ConfirmingColumns {
  readonly access_standing: Standing | null;
  readonly access_found: true | null;
}

const SELECTS = /^\s*SELECT\b/;

/**
 * Whether a token that was valid before still is, asked together with the first rows that its request asks for. Until that is
 * answered nothing MUST be told to whoever presents it, and nothing is written.
 */
export class Confirmation {
  private answered: 'not yet' | 'confirmed' | { readonly refusal: unknown } = 'not yet';

  /** @param judge throws what is to be said when the token may not do what it is used for; null: it is not valid */
  constructor(
    private readonly query: StandingQuery,
    private readonly judge: (standing: Standing | null) => void,
  ) {}

  /** Asks along with the first statement that reads, and before one that writes. */
  through(lookups: Lookups): Lookups {
    if (this.answered === 'confirmed') return lookups;
    const writing = lookups.writing ?? lookups;
    const query = async (text: string, parameters: unknown[] = []): Promise<unknown> => {
      if (this.answered === 'confirmed') return lookups.query<unknown>(text, parameters);
      if (SELECTS.test(text)) return this.along(lookups, text, parameters);
      await this.alone(lookups);
      return lookups.query<unknown>(text, parameters);
    };
    const write = async (text: string, parameters?: unknown[]): Promise<unknown> => {
      await this.alone(lookups);
      return writing.query<unknown>(text, parameters);
    };
    return {
      ...lookups,
      query: query as Lookups['query'],
      writing: { query: write as Lookups['query'] },
    };
  }

  /** Asks by itself, unless that was answered. @throws what `judge` throws */
  async alone(lookups: Lookups): Promise<void> {
    if (this.answered === 'confirmed') return;
    if (this.answered !== 'not yet') throw this.answered.refusal;
    const rows: Standing[] = await lookups.query(this.query.text(1), [...this.query.parameters]);
    this.answer(rows[0] ?? null);
  }

  private async along(lookups: Lookups, text: string, parameters: readonly unknown[]): Promise<unknown[]> {
    const rows: ConfirmingColumns[] = await lookups.query(joined(text, this.query, parameters.length + 1), [
      ...parameters,
      ...this.query.parameters,
    ]);
    this.answer(rows[0]?.access_standing ?? null);
    return rows.filter((row) => row.access_found === true);
  }

  private answer(standing: Standing | null): void {
    try {
      this.judge(standing);
      this.answered = 'confirmed';
    } catch (refusal) {
      this.answered = { refusal };
      throw refusal;
    }
  }
}

/** By kind of token, and what is asked along. */
const joinedTexts = new WeakMap<StandingQuery['text'], Map<string, string>>();

function joined(text: string, standing: StandingQuery, first: number): string {
  const ofKind = joinedTexts.get(standing.text) ?? new Map<string, string>();
  joinedTexts.set(standing.text, ofKind);
  const known = ofKind.get(text);
  if (known !== undefined) return known;
  const made = `SELECT to_jsonb(standing) AS access_standing, answer.* FROM (SELECT 1) AS once
    LEFT JOIN (${standing.text(first)}) AS standing ON true
    LEFT JOIN LATERAL (SELECT true AS access_found, asked.* FROM (${text}) AS asked) AS answer ON true`;
  ofKind.set(text, made);
  return made;
}
