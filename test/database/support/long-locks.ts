/** What is known of tables before a migration. */
export interface KnownTables {
  readonly exists: (table: string) => boolean;
  /** So few rows that reading or writing all of them takes no time. */
  readonly isSmall: (table: string) => boolean;
}

interface Rule {
  readonly what: string;
  readonly pattern: RegExp;
  /** Small tables too: the version before would fail at it. */
  readonly breaksTheVersionBefore?: boolean;
  readonly onlyInTransaction?: boolean;
}

/** One action of an ALTER TABLE, or a whole statement of another kind. */
const RULES: readonly Rule[] = [
  {
    what: 'CREATE INDEX without CONCURRENTLY stops all writes until it is built',
    pattern: /^CREATE (UNIQUE )?INDEX (?!CONCURRENTLY)/,
  },
  {
    what: 'ADD COLUMN … NOT NULL without a default: what the version before inserts is refused',
    pattern: /^ADD COLUMN (?!.*\bDEFAULT\b)(?!.*\bGENERATED\b).*\bNOT NULL\b/,
    breaksTheVersionBefore: true,
  },
  {
    what: 'ADD COLUMN with a default that is computed for each row rewrites the table',
    pattern: /^ADD COLUMN .*(\bDEFAULT (?!now\(\))\w*\(|\bGENERATED\b|\b(BIG)?SERIAL\b)/,
  },
  {
    what: 'ADD COLUMN with a check reads all rows while nobody else may: the check comes after it, NOT VALID',
    pattern: /^ADD COLUMN .*\bCHECK ?\(/,
  },
  { what: 'ALTER COLUMN … TYPE rewrites the table', pattern: /^ALTER COLUMN \w+ (SET DATA )?TYPE\b/ },
  { what: 'SET NOT NULL reads all rows while nobody else may', pattern: /^ALTER COLUMN \w+ SET NOT NULL/ },
  {
    what: 'a constraint that reads all rows while nobody else may: NOT VALID first, or an index that was built CONCURRENTLY',
    pattern:
      /^ADD (CONSTRAINT \w+ )?(CHECK|FOREIGN KEY|UNIQUE|PRIMARY KEY|EXCLUDE)(?!.*\bNOT VALID\b)(?!.*\bUSING INDEX\b)/,
  },
  {
    what: 'VALIDATE CONSTRAINT inside a transaction, which holds what it has locked before until all rows are read',
    pattern: /^VALIDATE CONSTRAINT/,
    onlyInTransaction: true,
  },
  { what: 'DROP COLUMN: the version before reads it', pattern: /^DROP COLUMN/, breaksTheVersionBefore: true },
  { what: 'RENAME: the version before knows the old name', pattern: /^RENAME/, breaksTheVersionBefore: true },
  { what: 'DROP TABLE: the version before reads it', pattern: /^DROP TABLE/, breaksTheVersionBefore: true },
  { what: 'a change of all rows in one statement', pattern: /^(UPDATE|DELETE FROM)\b/ },
  {
    what: 'LOCK, CLUSTER, VACUUM FULL or REINDEX keeps everybody out',
    pattern: /^(LOCK|CLUSTER|VACUUM FULL|REINDEX|TRUNCATE)\b/,
  },
];

const TABLE =
  /^(?:ALTER TABLE(?: IF EXISTS)?(?: ONLY)?|DROP TABLE(?: IF EXISTS)?|UPDATE(?: ONLY)?|DELETE FROM|LOCK(?: TABLE)?|CLUSTER|VACUUM FULL|REINDEX TABLE|TRUNCATE(?: TABLE)?|CREATE (?:UNIQUE )?INDEX (?:CONCURRENTLY )?\w+ ON) (\w+)/;

/** The actions of an ALTER TABLE: split at commas that stand in no bracket. */
function actionsOf(text: string): readonly string[] {
  const altered = /^ALTER TABLE(?: IF EXISTS)?(?: ONLY)? \w+ (.*)$/.exec(text)?.[1];
  if (altered === undefined) return [text];
  const actions = [''];
  let depth = 0;
  for (const character of altered) {
    depth += character === '(' ? 1 : character === ')' ? -1 : 0;
    if (character === ',' && depth === 0) actions.push('');
    else actions.push(`${actions.pop() ?? ''}${character}`);
  }
  return actions.map((action) => action.trim());
}

/**
 * What of a migration keeps others from a table for as long as it has rows, or breaks the version before, which goes on beside it.
 * Read from the text of its statements: tables that it makes itself are its own, and so is what a function's body does.
 * @param statements in their order, with BEGIN and COMMIT
 */
export function longLocksIn(statements: readonly string[], { exists, isSmall }: KnownTables): readonly string[] {
  const found: string[] = [];
  let inTransaction = false;
  for (const statement of statements) {
    const text = statement.replaceAll(/\s+/g, ' ').trim();
    if (text === 'BEGIN' || text === 'COMMIT') inTransaction = text === 'BEGIN';
    const table = TABLE.exec(text)?.[1];
    if (table === undefined || !exists(table)) continue;
    for (const action of actionsOf(text)) {
      const rule = RULES.find(
        ({ pattern, onlyInTransaction }) => pattern.test(action) && (inTransaction || onlyInTransaction !== true),
      );
      if (rule !== undefined && (rule.breaksTheVersionBefore === true || !isSmall(table)))
        found.push(`${rule.what} (${table}: ${action})`);
    }
  }
  return found;
}
