import type { Check } from '../../src/diagnosis/check.js';

/** How a login with one setting wrong ended. */
export type Ending = 'succeeded' | 'failed' | 'stuck';

/**
 * `rightly`: each report that names a setting names this one first. `among`: it is named, not first everywhere. `untold`: the login
 * does not come to its end, and nothing is named. `harmless`: the login succeeds, and nothing is named. `wrong`: another setting is
 * called a fault and this one is not mentioned.
 */
export const judgements = ['rightly', 'among', 'untold', 'harmless', 'wrong'] as const;
export type Judgement = (typeof judgements)[number];

const isAt = (path: string, names: readonly string[]) =>
  names.some(
    (name) =>
      path === name || path.startsWith(`${name}.`) || path.startsWith(`${name}[`) || name.startsWith(`${path}[`),
  );

function judgeReport(checks: readonly Check[], names: readonly string[]): 'rightly' | 'among' | 'silent' | 'wrong' {
  const faults = checks.filter(({ verdict }) => verdict === 'fault');
  const warnings = checks.filter(({ verdict, id }) => verdict === 'warning' && id !== 'provider-warnings');
  const [first] = faults;
  if (first !== undefined && isAt(first.path, names)) return 'rightly';
  if ([...faults, ...warnings].some(({ path }) => isAt(path, names))) return faults.length === 0 ? 'rightly' : 'among';
  return first === undefined ? 'silent' : 'wrong';
}

/** @param reports what was said: before the login, of its attempt, after it */
export function judge(reports: readonly (readonly Check[])[], names: readonly string[], ending: Ending): Judgement {
  const each = reports.map((checks) => judgeReport(checks, names));
  if (each.includes('wrong')) return 'wrong';
  if (each.includes('among')) return 'among';
  if (each.includes('rightly')) return 'rightly';
  return ending === 'succeeded' ? 'harmless' : 'untold';
}

const sign: Readonly<Record<Judgement, string>> = {
  rightly: '✓',
  among: '(✓)',
  untold: '–',
  harmless: '=',
  wrong: '✗',
};

/** One row a setting, one column a provider, `oidc · oauth2` in each cell. */
export function tableOf(
  rows: readonly string[],
  columns: readonly string[],
  cell: (row: string, column: string) => readonly (Judgement | null)[],
): string {
  const lines = rows.map((row) => {
    const cells = columns.map((column) =>
      cell(row, column)
        .map((judgement) => (judgement === null ? ' ' : sign[judgement]))
        .join(' · ')
        .replace(/^[ ·]*$|( · )? $/, ''),
    );
    return `| ${row} | ${cells.join(' | ')} |`;
  });
  return [`| wrong setting | ${columns.join(' | ')} |`, `|---|${columns.map(() => '---|').join('')}`, ...lines].join(
    '\n',
  );
}
